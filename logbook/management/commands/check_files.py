"""Checks that attached files are those that were attached: rows against hashes, files against rows."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from logbook import tidying


class Command(BaseCommand):
    """Ends with an error that names each fault."""

    help = "Kontrollerar att bilagorna är de som bifogades. Läser varje fil."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(tidying.faults())
        for fault in found:
            self.stderr.write(fault)
        if found:
            raise CommandError(f"Antal fel bland bilagorna: {len(found)}.")
        self.stdout.write("Alla bilagor är de som bifogades.")
