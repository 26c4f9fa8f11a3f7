"""What a package holds of a case, as data: each table, and what is left out and why.

A model that hangs on a case and stands neither in PARTS nor in LEFT_OUT fails a test
(tests/archive/test_contents.py), and so does a field without words (archive.words).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db import models

SORT_KEY = "sorteringsnyckel, görs ur texten"
SEARCH = "sökindex, görs ur texten"
OWN_LIST = "hör till kommunens egen kontaktlista och inte till ärendet"


@dataclass(frozen=True, eq=False)
class Part:
    """One table of the package.

    `case_path` leads from the model to the case; empty for what is there only because something
    else in the package refers to it. `leave_out` names fields and why. `files` are the fields whose
    value is a file of its own in the package: the table holds its path there (archive.files).
    `people` are numbers of users that are no foreign keys.
    """

    table: str
    model_label: str
    words: str
    case_path: str = ""
    leave_out: Mapping[str, str] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    people: tuple[str, ...] = ()

    @cached_property
    def model(self) -> type[models.Model]:
        return apps.get_model(self.model_label)

    @cached_property
    def fields(self) -> "tuple[models.Field[Any, Any], ...]":
        """The fields that are in the package, in the order of the model."""
        return tuple(f for f in self.model._meta.concrete_fields if f.name not in self.leave_out)

    @property
    def is_of_case(self) -> bool:
        return self.case_path != ""


# The links of the log's chain are in a package only when the log has been written by one
# organisation: a gap in their numbers would else tell that another one wrote something for itself.
CHAIN_FIELDS = frozenset({"chain_number", "salt", "content_hash", "chain_hash"})

PARTS: tuple[Part, ...] = (
    Part(
        "case",
        "cases.Case",
        "Ärendet, som det är nu",
        "pk",
        leave_out={"title_sort": SORT_KEY},
    ),
    Part("participant", "cases.Participant", "Kommuner som deltar eller har deltagit", "case"),
    Part("share", "cases.Share", "Delningar till andra organisationer", "case"),
    Part("reader", "cases.Reader", "Namngivna läsare när ärendet inte är offentligt", "case"),
    Part("guest", "cases.Guest", "Gäster i ärendet", "case"),
    Part("phase_stay", "cases.PhaseStay", "När ärendet har varit i vilken fas", "case"),
    Part("phase_answer", "cases.PhaseAnswer", "Svar på guidens frågor, även tidigare svar", "case"),
    Part(
        "question_assignment",
        "cases.QuestionAssignment",
        "Frågor som har getts till någon att besvara",
        "case",
    ),
    Part("first_step_mark", "cases.FirstStepMark", "Listan för de första två dygnen", "case"),
    Part("group", "cases.Group", "Grupper i ärendet", "case"),
    Part(
        "group_member",
        "cases.GroupMember",
        "De som sitter eller har suttit i en grupp",
        "group__case",
    ),
    Part("assignment", "cases.Assignment", "Det en grupp ska ta fram", "group__case"),
    Part("measure", "measures.Measure", "Insatser", "case"),
    Part(
        "main_activity", "measures.MainActivity", "Huvudaktiviteter i insatserna", "measure__case"
    ),
    Part(
        "log_entry",
        "logbook.LogEntry",
        "Loggboken: varje lydelse av varje loggpost, och det systemet har antecknat",
        "case",
        leave_out={
            "search": SEARCH,
            "search_text": SEARCH,
            "search_step": SEARCH,
            "search_step_text": SEARCH,
        },
    ),
    Part(
        "attachment",
        "logbook.Attachment",
        "Loggposternas bilagor",
        "log_entry__case",
        files=("key",),
    ),
    Part(
        "sealed_head",
        "logbook.SealedHead",
        "Loggens sista länk, som den var när alla loggar förseglades",
        "case",
    ),
    Part("case_date", "figures.CaseDate", "Dagar som har antecknats i klockan", "case"),
    Part("notice_wave", "figures.NoticeWave", "Varselomgångar", "case"),
    Part("headcount", "figures.Headcount", "Siffror över de varslade, även rättade", "wave__case"),
    Part(
        "supplier",
        "figures.Supplier",
        "Underleverantörer",
        "case",
        leave_out={"name_sort": SORT_KEY},
    ),
    Part("indicator", "figures.Indicator", "Indikatorer", "case"),
    Part("observation", "figures.Observation", "Indikatorernas värden", "indicator__case"),
    Part("goal", "figures.Goal", "Insatsernas mål", "measure__case"),
    Part("result", "figures.Result", "Utfall mot målen", "goal__measure__case"),
    Part("funding", "figures.Funding", "Finansiering av insatserna", "measure__case"),
    Part("cost", "figures.Cost", "Kostnader", "funding__measure__case"),
    Part("self_assessment", "figures.SelfAssessment", "Gruppens självskattningar", "case"),
    Part(
        "self_grade",
        "figures.SelfGrade",
        "Betyg i självskattningarna, även ändrade",
        "assessment__case",
    ),
    Part(
        "suggested_measure",
        "figures.SuggestedMeasure",
        "Insatser som har planerats ur en självskattning",
        "grade__assessment__case",
    ),
    Part("report", "reports.Issued", "Fastställda rapporter", "case", files=("data",)),
    Part(
        "report_file",
        "reports.ReportFile",
        "Rapporternas PDF-filer",
        "report__case",
        files=("content",),
    ),
    Part(
        "reported_entry",
        "reports.ReportedEntry",
        "Vilka lydelser av loggposter en rapport berättar",
        "report__case",
    ),
    Part(
        "publication",
        "library.Publication",
        "Ärendet så som det har lagts i biblioteket",
        "case",
        files=("data",),
    ),
    Part(
        "withdrawal",
        "library.Withdrawal",
        "Att ärendet har tagits bort ur biblioteket",
        "publication__case",
    ),
    Part("diary_number", "reports.DiaryNumber", "Rapporternas diarienummer", "report__case"),
    Part("document", "cases.Document", "Ärendets dokument, varje version", "case"),
    Part(
        "document_file",
        "cases.DocumentFile",
        "Dokumentens filer",
        "document__case",
        files=("key",),
    ),
    Part(
        "adopted_plan",
        "reports.AdoptedPlan",
        "Genomförandeplaner så som de antogs",
        "case",
        files=("data",),
    ),
)

# The changes of the rows above, written by the database itself; they follow all of them.
CHANGES = Part(
    "row_change",
    "core.RowChange",
    "Ändringar av uppgifterna ovan: vem, när, vad som stod och vad som står",
    people=("actor_id",),
)

# What the rows above refer to. A contact comes before the organisation it belongs to.
REFERRED_TO: tuple[Part, ...] = (
    Part(
        "seal",
        "logbook.Seal",
        "Förseglingar av alla loggar",
        leave_out={"logs": "säger något om andra ärenden"},
    ),
    Part(
        "contact",
        "cases.Contact",
        "Kontakter som sitter i en grupp",
        leave_out={"note": OWN_LIST, "name_sort": SORT_KEY},
    ),
    Part(
        "actor",
        "cases.Actor",
        "Organisationer som kontakterna hör till",
        leave_out={
            "note": OWN_LIST,
            "email": OWN_LIST,
            "phone": OWN_LIST,
            "name_sort": SORT_KEY,
        },
    ),
    Part(
        "organisation",
        "accounts.Organisation",
        "Kommuner, regioner och andra organisationer",
        leave_out={
            "region": "hör till organisationen och inte till ärendet",
            "name_sort": SORT_KEY,
        },
    ),
    Part(
        "person",
        "accounts.User",
        "Personer som har gjort något i ärendet",
        leave_out={
            "password": "hemligt",
            "last_login": "hör till inloggningen och inte till ärendet",
            "phone": "hör till kontot och inte till ärendet",
            "is_active": "hör till kontot och inte till ärendet",
            "uses_shortcuts": "hör till kontot och inte till ärendet",
            "created_at": "hör till kontot och inte till ärendet",
        },
    ),
)

ALL_PARTS: tuple[Part, ...] = (*PARTS, CHANGES, *REFERRED_TO)

# Models with a way to a case whose rows are no part of it, and why.
LEFT_OUT: dict[str, str] = {
    "logbook.Draft": "Utkast är inte sparade, och bara den som skriver ser sina egna.",
    "reports.ReportDraft": "Utkast är inte fastställda, och bara den som skriver ser sina egna.",
    "logbook.Upload": "Filer som väntar på sin loggpost är inte sparade, och bara avsändaren ser dem.",
    "logbook.LastVisit": "Vem som senast läste loggboken, och när, finns för läsarens egen skull.",
    "sheets.StagedFile": "En fil som håller på att hämtas in försvinner efter ett dygn.",
    "figures.CalendarFeed": "Kalenderadresser är hemligheter; att de skapades står i loggboken.",
    "archive.Package": "Paketen själva; att de begärdes och hämtades står i loggboken.",
}
