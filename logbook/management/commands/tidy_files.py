"""Takes away files that were sent and never saved, and what the store holds that no row knows."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from logbook import tidying

# A file that is just being taken in is in the store before its row is saved.
GRACE = timedelta(days=1)


class Command(BaseCommand):
    """Run it each night."""

    help = "Tar bort filer som skickats men inte sparats med någon loggpost, och filer utan rad."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--days", type=int, default=14, help="dagar som en skickad fil får vänta (14)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        dropped = tidying.drop_old_uploads(before=now - timedelta(days=options["days"]))
        swept = tidying.sweep_store(before=now - GRACE)
        self.stdout.write(f"Borttagna filer som väntat för länge: {dropped}. Utan rad: {swept}.")
