"""Questions to the database about exercises: which there are, and what would go with one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import connection

from accounts.models import Organisation
from archive.models import Package
from cases.models import Case, DocumentFile, Participant
from cases.states import Visibility
from erasure.models import ErasedExercise, ErasedExerciseQuerySet
from erasure.tables import case_tables
from logbook.models import Attachment, Upload

# What a person calls the rows; tables that are not named are told together.
WORDS = {
    "logbook_logentry": "rader i loggboken",
    "logbook_attachment": "bilagor",
    "logbook_draft": "utkast",
    "measures_measure": "insatser",
    "measures_mainactivity": "huvudaktiviteter",
    "cases_phaseanswer": "svar på guidens frågor",
    "cases_group": "grupper",
    "cases_document": "dokument",
    "reports_adoptedplan": "antagna planer",
    "cases_groupmember": "deltagare i grupper",
    "figures_headcount": "rader med siffror",
    "reports_issued": "fastställda rapporter",
}
OTHERS = "övriga rader"
ORDERS = {"": ("-opened_at", "-id"), "aldst": ("opened_at", "id"), "nummer": ("year", "serial")}


def exercises_led_by(municipality: Organisation) -> Any:
    """The exercises that an administrator may erase: led by the municipality, and not restricted.

    A restricted case is absent for its administrator too, until someone in it makes it internal.
    """
    led = Participant.objects.active().filter(organisation=municipality, is_lead=True)
    return Case.objects.filter(
        pk__in=led.values("case"),
        is_exercise=True,
        erased_at=None,
        visibility=Visibility.INTERNAL,
    )


def exercise_page(
    municipality: Organisation, wanted: Mapping[str, Any], *, page: str, size: int
) -> Page[Case]:
    """A page of exercises by their state and order. Two queries."""
    found = exercises_led_by(municipality).select_related("opened_by")
    if wanted.get("lage"):
        found = found.filter(state=wanted["lage"])
    ordered = found.order_by(*ORDERS[wanted.get("ordning") or ""])
    return Paginator(
        ordered.only("number", "opened_at", "opened_by__name", "state"), size
    ).get_page(page)


def erased_page(
    proofs: ErasedExerciseQuerySet, *, before: str, size: int
) -> tuple[list[ErasedExercise], str]:
    """The newest proofs before the one with id `before`, and the key of the next page. One query."""
    if before.isdecimal() and len(before) < 18:
        proofs = proofs.filter(pk__lt=int(before))
    found = list(proofs.select_related("erased_by").order_by("-id")[: size + 1])
    rows, more = found[:size], found[size:]
    return rows, str(rows[-1].pk) if more else ""


@dataclass(frozen=True)
class Going:
    """How many rows go, in words, largest first; and of how many files."""

    rows: list[tuple[str, int]]
    files: int

    @property
    def total(self) -> int:
        return sum(number for _, number in self.rows)


def what_goes(case: Case) -> Going:
    """What goes with the exercise. Three queries."""
    counts = ", ".join(
        f"(SELECT count(*) FROM {table.name} WHERE {table.rows_of('%(case)s')})"
        for table in case_tables()
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", {"case": case.pk})
        numbers = cursor.fetchone()
    told: dict[str, int] = {}
    for table, number in zip(case_tables(), numbers, strict=True):
        words = WORDS.get(table.name, OTHERS)
        told[words] = told.get(words, 0) + number
    rows = sorted(
        ((words, number) for words, number in told.items() if number),
        key=lambda row: (row[0] == OTHERS, -row[1]),
    )
    packed = sum(bool(key) for key in packages_of(case).values())
    return Going(rows, len(stored_keys(case)) + packed)


def stored_keys(case: Case) -> list[str]:
    """The keys of all files that the exercise has in the store. One query."""
    attached = Attachment.objects.filter(log_entry__case=case).exclude(key="").values_list("key")
    waiting = Upload.objects.filter(case=case).values_list("key")
    documents = DocumentFile.objects.filter(document__case=case).exclude(key="").values_list("key")
    return sorted(key for (key,) in attached.union(waiting, documents))


def packages_of(case: Case) -> dict[int, str]:
    """The archive packages of the exercise by id, with the key of a file that is kept. One query."""
    return dict(Package.objects.filter(case=case).values_list("pk", "key"))
