"""Fills an empty database with a whole country's cases, for measuring; the same ones each time."""

import random
import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from cases.models import Case
from core.actions import acting_as
from core.db import OWNER_ROLE
from home.load.entries import broken_cases, how_many, make_entries
from home.load.frame import make_cases, make_people
from home.load.words import Words

SEED = 20260301


class Command(BaseCommand):
    """People in 290 municipalities, cases shared with 21 regions, entries of some sixty words."""

    help = "Fyller en tom databas med ärenden och loggposter att mäta på."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--cases", type=int, default=200)
        parser.add_argument("--entries", type=int, default=10_000)
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument("--until", type=date.fromisoformat, help="the last day (today)")

    def handle(self, *args: Any, **options: Any) -> None:
        self._refuse_real_data()
        words = Words(random.Random(options["seed"]))
        today = options["until"] or timezone.localdate()
        self._began = time.monotonic()
        system = User.objects.system()
        with acting_as(system):
            places = make_people(words, system)
            self._say(f"Personer i {len(places)} kommuner")
            made = make_cases(options["cases"], places, words, today, system)
            self._say(f"{len(made)} ärenden med insatser")
        counts = how_many(made, options["entries"], words.dice)
        self._next_words, self._step = 0, options["entries"] // 10
        make_entries(made, counts, words, today, self._progress)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        if broken := broken_cases(row.case for row in made):
            raise CommandError(f"Kedjan är bruten i {', '.join(broken)}.")
        self._say("Kedjan håller i alla ärenden")

    def _progress(self, written: int) -> None:
        """Told after each batch; says so ten times in all."""
        if written >= self._next_words:
            self._say(f"{written} loggposter")
            self._next_words = written + self._step

    def _say(self, what: str) -> None:
        self.stdout.write(f"    {what} ({time.monotonic() - self._began:.1f} s)")
        self.stdout.flush()

    def _refuse_real_data(self) -> None:
        """Load data are made up, so they never stand beside what people have written."""
        strangers = User.objects.exclude(pk=User.objects.system().pk)
        if Case.objects.exists() or strangers.exists():
            raise CommandError("Databasen är inte tom. Gör mätdata i en egen databas.")
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_has_role(current_user, %s, 'MEMBER')", [OWNER_ROLE])
            row = cursor.fetchone()
        if not row or not row[0]:
            raise CommandError(f"Kör som databasens ägare, {OWNER_ROLE} (OMSTALLNING_ROLE=owner).")
