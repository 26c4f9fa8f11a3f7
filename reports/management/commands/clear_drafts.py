"""Clears drafts that nobody has gone on with for a while; run each night."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from logbook.models import Draft
from reports.models import ReportDraft


class Command(BaseCommand):
    """Drafts older than DRAFT_DAYS, and those whose form has been saved since."""

    help = "Tar bort gamla utkast i loggböckerna och av rapporter."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=settings.DRAFT_DAYS)

    def handle(self, *args: Any, days: int, **options: Any) -> None:
        until = timezone.now() - timedelta(days=days)
        count, _ = Draft.objects.outlived(until).delete()
        of_reports, _ = ReportDraft.objects.outlived(until).delete()
        self.stdout.write(f"{count + of_reports} utkast är borttagna.")
