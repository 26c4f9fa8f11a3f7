"""Reads a case for a package: every row of every table, a few at a time, as one municipality may see it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Exists, F, Func, OuterRef, Q
from django.db.models.functions import Cast

from accounts.models import Organisation, User
from archive.columns import Column, columns_of
from archive.contents import ALL_PARTS, CHAIN_FIELDS, CHANGES, PARTS, REFERRED_TO, Part
from archive.files import PackedFile, file_of
from archive.writing import JsonWriter, Values, XmlWriter
from cases.models import Case, Guest, Participant
from core.models import AuditedModel, Operation, RowChange
from logbook.events import Audience
from logbook.models import Attachment, LogEntry, LogEntryQuerySet, SealedHead
from reports.levels import Level
from reports.models import DiaryNumber, Issued, ReportedEntry, ReportFile

AT_A_TIME = 200
# Columns that hold a whole file; only their length is read with the row (archive.files reads them).
LONG = frozenset({"data", "content"})
REPORT_UNREAD = ("report__data",)
OF_A_REPORT = (Issued, ReportFile, ReportedEntry, DiaryNumber)


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read inside is of one moment, whatever others write meanwhile."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@dataclass
class Reading:
    """A case as `reader` sees it on behalf of `organisation`.

    The rows of the log are those the reader may read, without what other organisations wrote as
    *Endast internt*, in the log or in internal reports: a package is read by the whole organisation,
    also when its maker is a member of several.
    """

    case: Case
    organisation: Organisation
    reader: User
    files: dict[str, PackedFile] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    referred: dict[str, set[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.referred = {part.table: set() for part in REFERRED_TO}
        self.referred["person"].add(self.reader.pk)
        self.referred["organisation"].add(self.organisation.pk)
        self.whole_chain = not self._others_have_written()

    def _others_have_written(self) -> bool:
        """Whether any other organisation has had somebody who writes here, whatever they wrote."""
        return any(
            model.objects.filter(case=self.case).exclude(organisation=self.organisation).exists()
            for model in (Participant, Guest)
        )

    def log(self) -> LogEntryQuerySet:
        """The rows of the log that are in the package: every version."""
        others = LogEntry.objects.filter(
            entry=OuterRef("entry"),
            version__gte=OuterRef("version"),
            audience=Audience.ORGANISATION,
        ).exclude(organisation=self.organisation)
        visible = LogEntry.objects.visible_to(self.reader).filter(case=self.case)
        return visible.filter(~Exists(others))

    def write(self, writers: Sequence[JsonWriter | XmlWriter]) -> None:
        """Write all tables to all writers, each row read once. Notes files, counts and references."""
        for part in ALL_PARTS:
            for writer in writers:
                writer.begin_table(part)
            count = 0
            for row in self._rows_of(part):
                values = self._values(part, row)
                for writer in writers:
                    writer.row(values)
                count += 1
            self.rows[part.table] = count
            for writer in writers:
                writer.end_table()

    def _rows_of(self, part: Part) -> Iterator[models.Model]:
        if part is CHANGES:
            yield from self._changes()
            return
        wanted = self._queryset(part).only(*(f.name for f in part.fields if f.name not in LONG))
        for name in LONG & set(part.files):
            wanted = wanted.annotate(file_bytes=_octets(name))
        if part.model is ReportFile:
            # The folder is named after the report.
            wanted = wanted.select_related("report").defer("content", *REPORT_UNREAD)
        yield from wanted.order_by("pk").iterator(chunk_size=AT_A_TIME)

    def _queryset(self, part: Part) -> "models.QuerySet[Any]":
        if not part.is_of_case:
            return part.model._default_manager.filter(pk__in=self.referred[part.table])
        if part.model is LogEntry:
            return self.log()
        rows: models.QuerySet[Any] = part.model._default_manager.filter(
            **{part.case_path: self.case.pk}
        )
        if part.model in OF_A_REPORT:
            way = "" if part.model is Issued else "report__"
            others = Q(**{f"{way}level": Level.INTERNAL}) & ~Q(
                **{f"{way}organisation": self.organisation}
            )
            rows = rows.exclude(others)
        if part.model in (Attachment, ReportedEntry):
            return rows.filter(log_entry__in=self.log().values("pk"))
        if part.model is SealedHead and not self.whole_chain:
            return rows.none()
        return rows

    def _changes(self) -> Iterator[RowChange]:
        """What the database noted of the rows in the package, table by table."""
        for part in PARTS:
            if not issubclass(part.model, AuditedModel):
                continue
            here = Q(row_id__in=self._queryset(part).values(text_id=Cast("pk", models.TextField())))
            if any(f.name == "case" for f in part.fields):
                here |= Q(operation=Operation.DELETE, before__case_id=self.case.pk)
            changes = RowChange.objects.filter(here, table_name=part.model._meta.db_table)
            yield from changes.order_by("pk").iterator(chunk_size=AT_A_TIME)

    def _values(self, part: Part, row: models.Model) -> Values:
        values = []
        for column in columns_of(part):
            value = self._value(part, column, row)
            if column.refers_to in self.referred and value is not None:
                self.referred[column.refers_to].add(value)
            values.append((column, value))
        for name in part.people:
            self.referred["person"].add(getattr(row, name))
        if isinstance(row, RowChange):
            self._note_who_was_there(row)
        return values

    def _value(self, part: Part, column: Column, row: models.Model) -> Any:
        if column.is_file:
            packed = file_of(row)
            if packed:
                self.files.setdefault(packed.path, packed)
            return packed.path if packed else None
        if column.name in CHAIN_FIELDS and not self.whole_chain:
            return None
        return column.value_in(row)

    def _note_who_was_there(self, change: RowChange) -> None:
        """Those whom a row named before or after the change."""
        part = next(p for p in PARTS if p.model._meta.db_table == change.table_name)
        for column in columns_of(part):
            if column.refers_to not in self.referred:
                continue
            for state in (change.before or {}, change.after or {}):
                if named := state.get(column.field.attname):
                    self.referred[column.refers_to].add(named)


def _octets(name: str) -> Func:
    return Func(F(name), function="octet_length", output_field=models.BigIntegerField())
