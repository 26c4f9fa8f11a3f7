"""Puts a backup back into an empty database and empty stores of files, and checks what came."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from home.backups.programs import BackupFailed
from home.backups.restore import read_manifest, restore_backup


class Command(BaseCommand):
    """Run as the owner: OMSTALLNING_ROLE=owner."""

    help = "Läser in en säkerhetskopia i en tom databas."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="the backup's own folder")
        parser.add_argument("--identity", type=Path, help="file with the secret key of age")
        parser.add_argument("--only-check", action="store_true", help="check the sums, no more")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["only_check"]:
                manifest = read_manifest(options["folder"])
            else:
                manifest = restore_backup(options["folder"], identity=options["identity"])
        except BackupFailed as failed:
            raise CommandError(str(failed)) from failed
        rows = manifest["database"]["rows"]
        self.stdout.write(
            f"{manifest['made_at']}: {rows['logbook_logentry']} loggposter i "
            f"{manifest['database']['cases_with_log']} ärenden, {manifest['files']} filer. "
            + ("Summorna stämmer." if options["only_check"] else "Kedjan håller i alla ärenden.")
        )
