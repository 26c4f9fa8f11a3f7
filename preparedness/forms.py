"""Forms for a preparedness plan: its facts, its list, a group, a member, an employer."""

from collections.abc import Sequence
from typing import Any

from django import forms

from cases.group_kinds import GroupKind, GroupRole
from core.forms import FilterForm, Form, LongTextField, ShortTextField, SwedishDateField
from guide.load import guide
from preparedness import rules
from preparedness.actions import EmployerFacts, PlanFacts, PlanGroupFacts, PlannedSeat
from preparedness.models import Employer, PlanGroup, PlanMember, PreparednessPlan

MOST_JOBS = 3_000_000


def _number(label: str, least: int, most: int, *, required: bool = True, **kw: Any) -> Any:
    return forms.IntegerField(
        label=label,
        required=required,
        min_value=least,
        max_value=most,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        **kw,
    )


def _seen() -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput, required=False)


def _once() -> forms.UUIDField:
    return forms.UUIDField(widget=forms.HiddenInput, required=False)


class PlanForm(Form):
    """How people are called out, and how many jobs there are."""

    call_out = LongTextField(
        label="Så larmar vi",
        required=False,
        max_length=2000,
        help_text="Vem som tar emot nyheten, vem som kallar vilka, och var ni möts.",
    )
    jobs = _number(
        "Antal jobb i kommunen",
        1,
        MOST_JOBS,
        required=False,
        help_text="Behövs för att räkna ut hur stor andel av jobben en arbetsgivare har.",
    )
    jobs_year = _number("År", 1950, 2100, required=False)
    jobs_source = ShortTextField(label="Källa till antalet jobb", max_length=160, required=False)
    seen_version = _seen()

    sometimes_needed = ("jobs_year", "jobs_source")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("jobs") and "jobs_year" not in self.errors and not values.get("jobs_year"):
            self.add_error("jobs_year", "Skriv vilket år antalet jobb gäller.")
        no_source = not values.get("jobs_source") and "jobs_source" not in self.errors
        if values.get("jobs") and no_source:
            self.add_error("jobs_source", "Skriv varifrån antalet jobb kommer, till exempel SCB.")
        return values

    def facts(self) -> PlanFacts:
        """The cleaned facts."""
        return PlanFacts(**{n: self.cleaned_data[n] for n in PlanFacts.__dataclass_fields__})

    @classmethod
    def of(cls, plan: PreparednessPlan) -> "PlanForm":
        """The form filled in."""
        initial = {name: getattr(plan, name) for name in PlanFacts.__dataclass_fields__}
        return cls(initial=initial | {"seen_version": plan.version})


class StepsForm(Form):
    """Which of the guide's points the municipality uses, and its own."""

    kept = forms.MultipleChoiceField(
        label="Guidens punkter", required=False, widget=forms.CheckboxSelectMultiple
    )
    own = LongTextField(
        label="Egna punkter",
        required=False,
        max_length=rules.MOST_STEPS * (rules.LONGEST_STEP + 2),
        rows=6,
        help_text="En punkt på varje rad, till exempel: Ring kommundirektören.",
    )
    seen_version = _seen()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kept"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(step.key, step.title) for step in guide().first_steps]
        field.says_optional = False  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        for reason in rules.blockers_to_steps(self._own(values)):
            self.add_error("own", reason)
        return values

    @staticmethod
    def _own(values: dict[str, Any]) -> list[str]:
        return [line.strip() for line in (values.get("own") or "").splitlines() if line.strip()]

    @property
    def own_steps(self) -> list[str]:
        """The own points, one a line."""
        return self._own(self.cleaned_data)

    @property
    def left_out(self) -> list[str]:
        """The keys of the guide's points that were not ticked."""
        kept = set(self.cleaned_data["kept"])
        return [step.key for step in guide().first_steps if step.key not in kept]

    @classmethod
    def of(cls, plan: PreparednessPlan) -> "StepsForm":
        """The form filled in."""
        kept = [step.key for step in guide().first_steps if step.key not in plan.left_out]
        own = "\n".join(plan.own_steps)
        return cls(initial={"kept": kept, "own": own, "seen_version": plan.version})


class PlanGroupForm(Form):
    """What a group of the plan is."""

    kind = forms.ChoiceField(label="Slag av grupp", choices=GroupKind.choices)
    name = ShortTextField(
        label="Eget namn",
        max_length=80,
        required=False,
        help_text="Behövs bara om det finns flera grupper av samma slag.",
    )
    task = ShortTextField(label="Uppgift", max_length=500, required=False)
    seen_version = _seen()
    once = _once()

    def facts(self) -> PlanGroupFacts:
        """The cleaned facts."""
        values = {name: self.cleaned_data[name] for name in PlanGroupFacts.__dataclass_fields__}
        return PlanGroupFacts(**(values | {"kind": GroupKind(values["kind"])}))

    @classmethod
    def of(cls, group: PlanGroup) -> "PlanGroupForm":
        """The form filled in."""
        initial = {name: getattr(group, name) for name in PlanGroupFacts.__dataclass_fields__}
        if group.name == GroupKind(group.kind).label:
            initial["name"] = ""
        return cls(initial=initial | {"seen_version": group.version})


class PlannedSeatForm(Form):
    """What a person is to be in a group, and who comes instead."""

    role = forms.ChoiceField(
        label="Roll i gruppen", choices=GroupRole.choices, initial=GroupRole.MEMBER
    )
    has_mandate = forms.BooleanField(
        label="Har mandat att besluta för sin organisation", required=False
    )
    mandate = ShortTextField(label="Vad mandatet gäller", max_length=300, required=False)
    deputy = ShortTextField(
        label="Ersättare",
        max_length=160,
        required=False,
        help_text="Vem som kommer i stället när personen inte kan.",
    )
    seen_version = _seen()
    once = _once()

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("mandate") and not values.get("has_mandate"):
            self.add_error(
                "has_mandate",
                "Kryssa i att personen har mandat, eller ta bort vad mandatet gäller.",
            )
        return values

    def seat(self) -> PlannedSeat:
        """The cleaned seat."""
        values = {name: self.cleaned_data[name] for name in PlannedSeat.__dataclass_fields__}
        return PlannedSeat(**(values | {"role": GroupRole(values["role"])}))

    @classmethod
    def of(cls, member: PlanMember) -> "PlannedSeatForm":
        """The form filled in."""
        initial = {name: getattr(member, name) for name in PlannedSeat.__dataclass_fields__}
        return cls(initial=initial | {"seen_version": member.version})


class AddPlannedForm(PlannedSeatForm):
    """A person for a group, chosen among colleagues and the municipality's contacts."""

    who = forms.ChoiceField(label="Vem?")
    field_order = ("who",)

    def __init__(
        self,
        *args: Any,
        colleagues: Sequence[tuple[int, str]],
        contacts: Sequence[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["who"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "Välj person"),
            ("Kommunens näringslivsutvecklare", [(f"u{pk}", name) for pk, name in colleagues]),
            ("Kommunens kontakter", [(f"c{pk}", name) for pk, name in contacts]),
        ]


class EmployerForm(Form):
    """An employer and its jobs here."""

    name = ShortTextField(label="Arbetsgivare", max_length=160)
    jobs = _number("Antal jobb", 0, MOST_JOBS)
    counted_on = SwedishDateField(label="Uppgiften gäller")
    source = ShortTextField(label="Källa", max_length=160)
    note = ShortTextField(
        label="Anteckning",
        max_length=500,
        required=False,
        help_text="Till exempel ägare, underleverantörer på orten och vem ni känner där.",
    )
    seen_version = _seen()
    once = _once()

    def clean_counted_on(self) -> Any:
        day = self.cleaned_data["counted_on"]
        if day > self.today:
            raise forms.ValidationError("Dagen ligger i framtiden.")
        return day

    def facts(self) -> EmployerFacts:
        """The cleaned facts."""
        return EmployerFacts(
            **{name: self.cleaned_data[name] for name in EmployerFacts.__dataclass_fields__}
        )

    @classmethod
    def of(cls, employer: Employer) -> "EmployerForm":
        """The form filled in."""
        initial = {name: getattr(employer, name) for name in EmployerFacts.__dataclass_fields__}
        return cls(initial=initial | {"seen_version": employer.version})


class EmployerOrderForm(FilterForm):
    """In which order the employers stand."""

    ordning = forms.ChoiceField(
        label="Ordning",
        choices=[
            ("", "Flest jobb först"),
            ("namn", "Namn, A–Ö"),
            ("aldst", "Äldsta uppgiften först"),
        ],
        required=False,
    )
