"""Seals the logs once a day, and tells what in them is no longer as it was written.

A case's rows are chained by hash (migration 0002), so a changed row, and one taken out of the
middle, are found where they are. What is cut off at the end, or a chain made anew from some row on,
is found by the seals; and seals made anew by their lines, kept outside the database.
"""

import hashlib
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import OuterRef, Subquery

from cases.models import Case
from logbook.events import Event
from logbook.models import LogEntry, LogEntryQuerySet, Seal, SealedHead
from logbook.record import local_day

logger = logging.getLogger(__name__)

# One at a time, so that no two build on the same seal.
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('logbook_seal', 0))"
_MOVED = """
SELECT head.case_id, head.chain_number, head.chain_hash
FROM (
    SELECT DISTINCT ON (case_id) case_id, chain_number, chain_hash FROM logbook_logentry
    ORDER BY case_id, chain_number DESC
) AS head
LEFT JOIN (
    SELECT case_id, max(chain_number) AS chain_number FROM logbook_sealedhead GROUP BY case_id
) AS sealed USING (case_id)
WHERE head.chain_number > coalesce(sealed.chain_number, 0)
ORDER BY head.case_id
"""
WORDS = {
    "MISSING": "en eller flera rader strax före den är borta",
    "CONTENT": "texten är inte den som skrevs",
    "LINK": "något annat än texten är ändrat, eller raden före den är en annan",
    "FILES": "bilagorna är inte de som skrevs in",
    "CUT": "raden, och kanske fler före den, är borta från loggens slut",
    "REMADE": "raden är en annan än den som förseglades",
}


def seal(at: datetime) -> Seal:
    """Set the day's seal on every log that has moved since the last one; once a day.

    A second call on the same day gives the seal that is there.
    """
    today = local_day(at)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_LOCK)
            before = Seal.objects.order_by("-sealed_on").first()
            if before and before.sealed_on >= today:
                return before
            cursor.execute(_MOVED)
            moved = [
                SealedHead(case_id=case, chain_number=number, chain_hash=bytes(link))
                for case, number, link in cursor.fetchall()
            ]
        digest = digest_of(before.digest if before else "", today, moved)
        made = Seal.objects.create(sealed_on=today, logs=len(moved), digest=digest)
        for head in moved:
            head.seal = made
        SealedHead.objects.bulk_create(moved, batch_size=1000)
    logger.info("log sealed: %s", made.line)
    return made


def digest_of(before: str, day: date, heads: Iterable[SealedHead]) -> str:
    """SHA-256, in hex, over the digest before, the day, and each head by rising id of its case."""
    lines = [before, day.isoformat(), *(str(head) for head in heads)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


@dataclass(frozen=True)
class Fault:
    """A row of a case's log that is not as it was written: its number in the chain and what is wrong."""

    case_id: int
    chain_number: int
    kind: str

    @property
    def words(self) -> str:
        return WORDS[self.kind]


def faults_in(case_id: int) -> list[Fault]:
    """What is wrong in the log of a case, in the order of its chain. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM logbook_faults(%s)", [case_id])
        return [Fault(case_id, number, kind) for number, kind in cursor.fetchall()]


@dataclass(frozen=True)
class ChainState:
    """Whether a case's log holds, for its history page; `faulty` are the entries the reader may see."""

    holds: bool
    faulty: list[LogEntry]
    sealed_on: date | None


def chain_state(case: Case, entries: LogEntryQuerySet) -> ChainState:
    """The state of the log of `case`; `entries` are those that the reader may see. Two queries or three."""
    faults = faults_in(case.pk)
    numbers = [fault.chain_number for fault in faults]
    faulty = (
        entries.filter(chain_number__in=numbers, event=Event.NOTED) if numbers else entries.none()
    )
    latest = Seal.objects.order_by("-sealed_on").values_list("sealed_on", flat=True).first()
    return ChainState(not faults, list(faulty.order_by("chain_number")), latest)


def all_faults(lines: Iterable[str] = (), *, case: Case | None = None) -> Iterator[str]:
    """Sentences on all that is wrong: in logs, seals and seals against `lines` kept elsewhere."""
    cases = Case.objects.filter(pk=case.pk) if case else Case.objects.all()
    # An exercise that was erased has its last sealed links left, and no log to compare them with.
    cases = cases.exclude(is_exercise=True, erased_at__isnull=False)
    for each in cases.only("pk", "number").order_by("pk").iterator(chunk_size=1000):
        for fault in faults_in(each.pk):
            yield f"Ärende {each.number}, loggrad {fault.chain_number}{_where(fault)}: {fault.words}."
    if case is None:
        yield from _cases_that_are_gone()
        yield from _seals_that_do_not_hold(lines)


def _where(fault: Fault) -> str:
    row = LogEntry.objects.filter(case=fault.case_id, chain_number=fault.chain_number).first()
    return f" (post {row.entry}, version {row.version})" if row else ""


def _cases_that_are_gone() -> Iterator[str]:
    known = Case.objects.filter(pk=OuterRef("case_id")).values("pk")
    heads = SealedHead.objects.annotate(known=Subquery(known)).filter(known=None)
    for pk in heads.order_by("case_id").values_list("case_id", flat=True).distinct():
        yield f"Ärendet med id {pk} är borta med hela sin logg."


def _seals_that_do_not_hold(lines: Iterable[str]) -> Iterator[str]:
    before, kept = "", {}
    for each in Seal.objects.order_by("sealed_on").iterator(chunk_size=100):
        heads = each.heads.order_by("case_id")
        if each.digest != digest_of(before, each.sealed_on, heads):
            yield f"Sigillet för {each.sealed_on.isoformat()} stämmer inte med det som förseglades."
        before = each.digest
        kept[each.sealed_on.isoformat()] = each.line
    for line in filter(None, map(str.strip, lines)):
        day = line.partition(" ")[0]
        if day not in kept:
            yield f"Sigillet för {day} är borta."
        elif kept[day] != line:
            yield f"Sigillet för {day} är ett annat än det som sparades utanför databasen."
