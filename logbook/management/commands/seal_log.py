"""Seals the logs for today and prints the seal's line, or the lines of all seals, to keep elsewhere."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from core.dates import parse_day
from logbook import sealing
from logbook.models import Seal


class Command(BaseCommand):
    """The worker sets the seal each night by itself; this prints it."""

    help = (
        "Förseglar loggböckerna för i dag och skriver ut sigillets rad. Spara den på annan plats."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="skriv ut alla sigills rader, de äldsta först"
        )
        parser.add_argument("--since", metavar="DAG", help="med --all: bara från och med den dagen")

    def handle(self, *args: Any, **options: Any) -> None:
        latest = sealing.seal(timezone.now())
        if not options["all"]:
            self.stdout.write(latest.line)
            return
        seals = Seal.objects.order_by("sealed_on")
        if since := options["since"]:
            seals = seals.filter(sealed_on__gte=parse_day(since, timezone.localdate()))
        for each in seals.iterator(chunk_size=1000):
            self.stdout.write(each.line)
