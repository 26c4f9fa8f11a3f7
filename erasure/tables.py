"""Which tables hold rows of a case, and how each row leads to its case; read from the models."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models

from cases.models import Case
from core.models import AppendOnlyModel, AuditedModel
from logbook.models import SealedHead

# The last links that were sealed: hashes without content, which every later seal builds on.
KEPT: frozenset[type[models.Model]] = frozenset({SealedHead})
CASE_TABLE = Case._meta.db_table


@dataclass(frozen=True)
class CaseTable:
    """A table with rows of a case: `column` leads to `parent`, or to the case itself when None."""

    model: type[models.Model]
    column: str
    parent: "CaseTable | None"

    @property
    def name(self) -> str:
        return str(self.model._meta.db_table)

    @property
    def key(self) -> str:
        """The column of its primary key."""
        return str(self.model._meta.pk.column)  # type: ignore[union-attr]

    @property
    def depth(self) -> int:
        return self.parent.depth + 1 if self.parent else 0

    @property
    def is_append_only(self) -> bool:
        return issubclass(self.model, AppendOnlyModel)

    @property
    def is_audited(self) -> bool:
        return issubclass(self.model, AuditedModel)

    def rows_of(self, case: str) -> str:
        """An SQL condition for the rows of a case, whose id is the SQL expression `case`."""
        if self.parent is None:
            return f"{self.name}.{self.column} = {case}"
        parents = f"SELECT {self.parent.key} FROM {self.parent.name}"
        return f"{self.name}.{self.column} IN ({parents} WHERE {self.parent.rows_of(case)})"

    def case_of(self, row: str) -> str:
        """An SQL expression for the id of the case that the composite value `row` belongs to."""
        if self.parent is None:
            return f"({row}).{self.column}"
        alias = f"p{self.depth}"
        of_parent = self.parent.case_of(alias)
        parents = f"FROM {self.parent.name} AS {alias} WHERE {alias}.{self.parent.key}"
        parents += f" = ({row}).{self.column}"
        return f"(SELECT {of_parent} {parents})"


def case_tables() -> list[CaseTable]:
    """Every table with rows of a case but KEPT, those that lead through others first.

    A row with several ways to its case is found by the shortest.
    """
    found: dict[type[models.Model], CaseTable] = {}
    reached: list[type[models.Model]] = [Case]
    while reached:
        nearer, reached = reached, []
        for model, column, target in _links():
            if target in nearer and model not in found and model is not Case:
                found[model] = CaseTable(model, column, found.get(target))
                reached.append(model)
    return sorted(found.values(), key=lambda table: (-table.depth, table.name))


def _links() -> Iterator[tuple[type[models.Model], str, type[models.Model]]]:
    """Every foreign key: from which model, by which column, to which; those that may be empty last."""
    links = [
        (field.null, model, field.column, field.remote_field.model)
        for model in apps.get_models()
        if model not in KEPT
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.remote_field.model is not model
    ]
    for _, model, column, target in sorted(links, key=lambda link: link[0]):
        assert isinstance(target, type)
        yield model, column, target
