"""Makes a backup of everything that is kept: the database and all files, with sums."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import pyrage
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from home.backups.make import make_backup
from home.backups.programs import BackupFailed


class Command(BaseCommand):
    """Run as the owner: OMSTALLNING_ROLE=owner."""

    help = "Gör en säkerhetskopia av databas och filer i en ny mapp."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, nargs="?", help="where backups lie")
        parser.add_argument(
            "--recipient", action="append", default=[], help="public key of age; may be repeated"
        )
        parser.add_argument("--new-key", type=Path, help="make a secret key in this file, no more")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["new_key"]:
            self._new_key(options["new_key"])
            return
        if not options["folder"]:
            raise CommandError("Ange mappen där säkerhetskopior ligger.")
        try:
            made = make_backup(
                options["folder"], recipients=options["recipient"], at=timezone.now()
            )
        except BackupFailed as failed:
            raise CommandError(str(failed)) from failed
        self.stdout.write(
            f"{made.folder}: {made.bytes / 1e6:.1f} MB, {made.entries} loggposter, {made.files} filer"
        )

    def _new_key(self, path: Path) -> None:
        identity = pyrage.x25519.Identity.generate()
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(f"# public key: {identity.to_public()}\n{identity}\n", encoding="utf-8")
        self.stdout.write(str(identity.to_public()))
