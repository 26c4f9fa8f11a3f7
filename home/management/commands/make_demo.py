"""Makes the demo's people, organisations and cases; does nothing when they are there already."""

import time
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from core.clock import recorded_at
from core.db import OWNER_ROLE
from home.demo import cast as casting
from home.demo.food import FOOD
from home.demo.lighter import lighter_stories
from home.demo.others import RESTRICTED, SAWMILL, TEXTILE
from home.demo.player import how_many_are_made, play

RICH = [FOOD, TEXTILE, RESTRICTED, SAWMILL]
PROGRESS_EVERY = 10


class Command(BaseCommand):
    """First the cast and the told cases, then the lighter ones. What is there already stays."""

    help = "Gör demodata: Norrby, Söderby och Region Väst med personer och ärenden."

    def handle(self, *args: Any, **options: Any) -> None:
        lighter = lighter_stories()
        if casting.is_made() and how_many_are_made([*RICH, *lighter]) == len(RICH) + len(lighter):
            return
        self._refuse_real_data()
        began = time.monotonic()
        today = timezone.localdate()
        with transaction.atomic():
            cast = casting.make_cast()
        for story in RICH:
            play(story, cast, today)
        self._say(f"Personer, organisationer och {len(RICH)} utförliga ärenden", began)
        began = time.monotonic()
        for number, story in enumerate(lighter, start=1):
            play(story, cast, today)
            if number % PROGRESS_EVERY == 0 or number == len(lighter):
                self._say(f"{number} av {len(lighter)} enklare ärenden", began)

    def _say(self, what: str, began: float) -> None:
        self.stdout.write(f"    {what} ({time.monotonic() - began:.1f} s)")
        self.stdout.flush()

    def _refuse_real_data(self) -> None:
        """The demo's password is known to all, so it must never stand beside real people."""
        if not settings.LOCAL:
            raise CommandError("Demodata görs bara på den egna datorn (make run).")
        if not casting.is_made() and casting.strangers():
            raise CommandError(
                "Databasen har redan andra personer. Demodata görs i en tom databas."
            )
        moment = datetime(2001, 1, 2, tzinfo=UTC)
        with transaction.atomic(), recorded_at(moment), connection.cursor() as cursor:
            cursor.execute("SELECT core_log_clock() = %s", [moment])
            row = cursor.fetchone()
        if not row or not row[0]:
            raise CommandError(f"Kör som databasens ägare, {OWNER_ROLE} (OMSTALLNING_ROLE=owner).")
