"""Checks that every log is as it was written: rows, their order, attached files and the seals."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.models import Case
from logbook import sealing
from logbook.models import LogEntry, Seal


class Command(BaseCommand):
    """Ends with an error that names each row that is not as it was written."""

    help = "Kontrollerar att loggböckerna är som de skrevs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--case", metavar="NUMMER", help="bara ett ärende, till exempel 2026-0042"
        )
        parser.add_argument(
            "--seals", metavar="FIL", type=Path, help="jämför med rader från seal_log som sparats"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for fault in sealing.all_faults(self._lines(options["seals"]), case=_case(options["case"])):
            self.stderr.write(fault)
            found += 1
        if found:
            raise CommandError(f"Loggen håller inte. Antal fel: {found}.")
        if options["case"]:
            self.stdout.write(f"Loggen i {options['case']} är som den skrevs.")
            return
        latest = Seal.objects.order_by("-sealed_on").first()
        sealed = (
            f"Senast förseglad {latest.sealed_on.isoformat()}." if latest else "Inte förseglad."
        )
        self.stdout.write(
            f"Alla loggböcker är som de skrevs: {LogEntry.objects.count()} rader i "
            f"{Case.objects.count()} ärenden. {sealed}"
        )

    def _lines(self, path: Path | None) -> list[str]:
        if path is None:
            return []
        try:
            return path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{path} kan inte läsas: {error}") from None


def _case(number: str | None) -> Case | None:
    if number is None:
        return None
    found = Case.objects.numbered(number).first()
    if found is None:
        raise CommandError(f"Det finns inget ärende {number}.")
    return found
