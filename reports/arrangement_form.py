"""The part of a form where sections are chosen, put in order and given headings, without dragging."""

from dataclasses import dataclass
from typing import Any

from django import forms

from core.forms import BoundField, Form, ShortTextField
from reports.arrangement import (
    ARRANGED,
    LONGEST_HEADING,
    Arrangement,
    Place,
    moved,
    required_in,
    whole,
)
from reports.model import Kind
from reports.sections import SECTIONS

# Says that the part was sent: a box that is not ticked says nothing by itself.
MARK = "ordnad"
PLACE, WAS, HEADING, INCLUDED = "plats", "stod", "rubrik", "med"


@dataclass(frozen=True)
class SectionRow:
    """A section in the form, with its fields, and why it is always there (empty: it need not be)."""

    usual_heading: str
    place: BoundField
    was: BoundField
    heading: BoundField
    included: BoundField
    why_always: str


class ArrangedForm(Form):
    """A form for reports of one kind (`made_for`), whose fields `arrangement_fields` gives."""

    made_for = Kind.STATUS_REPORT

    def arrangement(self) -> Arrangement:
        """What the cleaned form says; nothing where it cannot be read or is not there."""
        values = self.cleaned_data
        if not values.get(MARK):
            return ()
        keys = [spec.key for spec in SECTIONS[self.made_for]]
        keys.sort(key=lambda key: values.get(f"{WAS}-{key}") or 0)
        order = [(key, values.get(f"{PLACE}-{key}"), values.get(f"{WAS}-{key}")) for key in keys]
        return whole(
            self.made_for,
            (
                Place(
                    key,
                    heading=_own(self.made_for, key, values.get(f"{HEADING}-{key}", "")),
                    is_included=bool(values.get(f"{INCLUDED}-{key}")),
                )
                for key in moved(order)
            ),
        )

    def section_rows(self) -> list[SectionRow]:
        """The sections in the order that the form says."""
        if MARK not in self.fields:
            return []
        required = required_in(self.made_for)
        rows = [
            SectionRow(
                usual_heading=spec.heading,
                place=self._field(PLACE, spec.key),
                was=self._field(WAS, spec.key),
                heading=self._field(HEADING, spec.key),
                included=self._field(INCLUDED, spec.key),
                why_always=required.get(spec.key, ""),
            )
            for spec in SECTIONS[self.made_for]
        ]
        return sorted(rows, key=lambda row: _number(row.was.value()))

    def _field(self, part: str, key: str) -> BoundField:
        return self[f"{part}-{key}"]  # type: ignore[return-value]

    def put_in_order(self) -> None:
        """Number the places anew, so that the form shows the order that it asks for."""
        for number, place in enumerate(self.arrangement(), start=1):
            for part in (PLACE, WAS):
                self.put(f"{part}-{place.key}", number)

    @property
    def has_section_faults(self) -> bool:
        """Whether something is wrong in this part, or a number was taken out of it."""
        parts = (f"{PLACE}-", f"{HEADING}-")
        return any(name.startswith(parts) for name in self.errors)


def arrangement_fields(kind: Kind) -> dict[str, Any]:
    """The fields for a kind whose sections may be arranged; none for others."""
    if kind not in ARRANGED:
        return {}
    most = len(SECTIONS[kind])
    fields: dict[str, Any] = {MARK: forms.CharField(widget=forms.HiddenInput, required=False)}
    for spec in SECTIONS[kind]:
        fields[f"{INCLUDED}-{spec.key}"] = forms.BooleanField(
            label="Ta med",
            required=False,
            initial=spec.key in required_in(kind),
            disabled=spec.key in required_in(kind),
        )
        fields[f"{PLACE}-{spec.key}"] = forms.IntegerField(
            label="Plats", required=False, min_value=1, max_value=most
        )
        fields[f"{WAS}-{spec.key}"] = forms.IntegerField(
            widget=forms.HiddenInput, required=False, min_value=0, max_value=most
        )
        fields[f"{HEADING}-{spec.key}"] = ShortTextField(
            label="Rubrik", required=False, max_length=LONGEST_HEADING
        )
    return fields


def arrangement_values(kind: Kind, arrangement: Arrangement) -> dict[str, Any]:
    """What the fields say of an arrangement."""
    if kind not in ARRANGED:
        return {}
    usual = {spec.key: spec.heading for spec in SECTIONS[kind]}
    values: dict[str, Any] = {MARK: "ja"}
    for number, place in enumerate(whole(kind, arrangement), start=1):
        values |= {
            f"{INCLUDED}-{place.key}": place.is_included,
            f"{PLACE}-{place.key}": number,
            f"{WAS}-{place.key}": number,
            f"{HEADING}-{place.key}": place.heading or usual[place.key],
        }
    return values


def is_arranged(values: Any) -> bool:
    """Whether values of a form hold this part."""
    return bool(values.get(MARK))


def _own(kind: Kind, key: str, heading: str) -> str:
    """A heading that differs from the usual one."""
    usual = next(spec.heading for spec in SECTIONS[kind] if spec.key == key)
    return "" if heading.strip() == usual else heading.strip()


def _number(value: Any) -> int:
    return int(value) if str(value).isdecimal() and len(str(value)) < 6 else 0
