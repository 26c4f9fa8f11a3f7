"""Forms for a case's groups: a group, a member, what is to be produced, a meeting."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from cases.contact_forms import KINDS, OfOrganisation, organisation_field, work_email, work_phone
from cases.group_actions import AssignmentFacts, GroupFacts, PersonFacts, Seat
from cases.group_kinds import GroupKind, GroupRole
from cases.group_queries import Seated
from cases.meeting_words import MOST_CHARACTERS, participants_in_words
from cases.models import Assignment, Group, GroupMember
from core.dates import DateNotUnderstood
from core.forms import Form, LongTextField, ShortTextField, SwedishDateField
from logbook.actions import Wording
from logbook.events import Audience
from logbook.file_field import AttachmentsField, FormFiles, names_a_file
from logbook.when import parse_when

PERSON = ("name", "title", "organisation", "kind", "email", "phone")


class GroupForm(Form):
    """What a group is."""

    may_declare = True

    kind = forms.ChoiceField(label="Slag av grupp", choices=GroupKind.choices)
    name = ShortTextField(
        label="Eget namn",
        max_length=80,
        required=False,
        help_text="Behövs bara om det finns flera grupper av samma slag.",
    )
    task = ShortTextField(
        label="Uppgift",
        max_length=500,
        required=False,
        help_text="Vad gruppen ska göra, och vad den inte ska göra.",
    )
    began_on = SwedishDateField(label="Bildad")
    ended_on = SwedishDateField(
        label="Avslutad", required=False, help_text="Fyll i när gruppen har gjort sitt."
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if (day := values.get("began_on")) and day > self.today:
            self.add_error("began_on", "Dagen ligger i framtiden.")
        _in_order(self, values)
        return values

    def facts(self) -> GroupFacts:
        """The cleaned facts."""
        values = {name: self.cleaned_data[name] for name in GroupFacts.__dataclass_fields__}
        return GroupFacts(**(values | {"kind": GroupKind(values["kind"])}))

    @classmethod
    def of(cls, group: Group) -> "GroupForm":
        """The form filled in with what the group is now."""
        initial = {name: getattr(group, name) for name in GroupFacts.__dataclass_fields__}
        if group.name == GroupKind(group.kind).label:
            initial["name"] = ""
        return cls(initial=initial | {"seen_version": group.version})


class SeatForm(OfOrganisation):
    """Who a member is and what the member is in the group. `known` are the known organisations."""

    may_declare = True

    name = ShortTextField(label="Namn", max_length=120)
    title = ShortTextField(label="Befattning", max_length=120, required=False)
    organisation = organisation_field()
    kind = forms.ChoiceField(
        label="Slag av organisation",
        choices=KINDS,
        required=False,
        help_text="Behövs inte för företaget i ärendet och för organisationer som föreslås.",
    )
    email = work_email()
    phone = work_phone()
    role = forms.ChoiceField(
        label="Roll i gruppen", choices=GroupRole.choices, initial=GroupRole.MEMBER
    )
    has_mandate = forms.BooleanField(
        label="Har mandat att besluta för sin organisation", required=False
    )
    mandate = ShortTextField(
        label="Vad mandatet gäller",
        max_length=300,
        required=False,
        help_text="Till exempel: lokaler och egen personal, men inte pengar över 100 000 kronor.",
    )
    deputy = ShortTextField(
        label="Ersättare",
        max_length=160,
        required=False,
        help_text="Vem som kommer i stället när personen inte kan.",
    )
    began_on = SwedishDateField(label="Med från")
    ended_on = SwedishDateField(
        label="Med till och med",
        required=False,
        help_text="Lämna tomt så länge inget slut är bestämt.",
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("mandate") and not values.get("has_mandate"):
            self.add_error(
                "has_mandate",
                "Kryssa i att personen har mandat, eller ta bort vad mandatet gäller.",
            )
        if self.is_written_in(values):
            self.demand_kind(values)
        _in_order(self, values)
        return values

    def is_written_in(self, values: dict[str, Any]) -> bool:
        """Whether the person is one who is written in the form."""
        return "name" in self.fields

    def seat(self) -> Seat:
        """What the member is in the group."""
        values = {name: self.cleaned_data[name] for name in Seat.__dataclass_fields__}
        return Seat(**(values | {"role": GroupRole(values["role"])}))

    def person(self) -> PersonFacts | None:
        """Who was written in; None when nobody was."""
        values = self.cleaned_data
        if not self.is_written_in(values):
            return None
        kind = self.kind_of(values["organisation"], values["kind"])
        return PersonFacts(**({name: values[name] for name in PERSON} | {"kind": kind}))


class EditMemberForm(SeatForm):
    """A member as they are now; a contact's or a user's own facts are changed where they stand."""

    def __init__(self, *args: Any, member: GroupMember, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not member.is_written_here:
            for name in PERSON:
                del self.fields[name]

    @classmethod
    def of(cls, member: GroupMember, known: dict[str, str]) -> "EditMemberForm":
        """The form filled in."""
        names = [*PERSON, *Seat.__dataclass_fields__]
        initial = {name: getattr(member, name) for name in names}
        initial["seen_version"] = member.version
        return cls(initial=initial, member=member, known=known)


NOBODY = ""


class AddMemberForm(SeatForm):
    """A new member: chosen among users and contacts, or written in."""

    sometimes_needed = ("kind", "name", "organisation", "who")

    who = forms.ChoiceField(
        label="Vem?",
        required=False,
        help_text="Välj någon som redan finns, eller skriv in en ny person nedanför.",
    )
    keep = forms.BooleanField(
        label="Spara personen bland kommunens kontakter", required=False, initial=True
    )

    field_order = ("who", *PERSON, "keep")

    def __init__(
        self,
        *args: Any,
        users: Sequence[tuple[int, str]],
        contacts: Sequence[tuple[int, str]],
        may_keep: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "organisation"):
            self.fields[name].required = False
        field = self.fields["who"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (NOBODY, "Ny person, som jag skriver in nedan"),
            ("Läser ärendet i kommunen", [(f"u{pk}", name) for pk, name in users]),
            ("Kommunens kontakter", [(f"c{pk}", name) for pk, name in contacts]),
        ]
        if not may_keep:
            del self.fields["keep"]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if not self.is_written_in(values):
            return values
        for name, said in (
            ("name", "Välj någon ovanför, eller skriv ett namn."),
            ("organisation", "Skriv vilken organisation personen kommer från."),
        ):
            if name not in self.errors and not values.get(name):
                self.add_error(name, said)
        return values

    def is_written_in(self, values: dict[str, Any]) -> bool:
        return not values.get("who") and "who" not in self.errors

    def chosen_key(self) -> tuple[str, int] | None:
        """What was chosen: ("u", id of a user) or ("c", id of a contact)."""
        key = self.cleaned_data["who"]
        return (key[0], int(key[1:])) if key else None


class AssignmentForm(Form):
    """An analysis or a plan that the group is to produce. `members` are those who may answer for it."""

    may_declare = True

    title = ShortTextField(
        label="Analys eller plan",
        max_length=160,
        widget=forms.TextInput(attrs={"list": "vanliga", "autocomplete": "off"}),
        help_text="Till exempel lägesbild, konsekvensanalys eller genomförandeplan.",
    )
    responsible = forms.TypedChoiceField(
        label="Ansvarig", required=False, coerce=int, empty_value=None
    )
    due_on = SwedishDateField(label="Klar senast", required=False)
    done_on = SwedishDateField(label="Blev klar", required=False)
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, members: Sequence[Seated], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._members = {seated.member.pk: seated.member for seated in members}
        field = self.fields["responsible"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "Ingen utsedd än"),
            *((pk, f"{m.person_name}, {m.organisation_name}") for pk, m in self._members.items()),
        ]

    def clean_done_on(self) -> date | None:
        day: date | None = self.cleaned_data["done_on"]
        if day and day > self.today:
            raise ValidationError("Dagen ligger i framtiden.")
        return day

    def facts(self) -> AssignmentFacts:
        """The cleaned facts."""
        values = self.cleaned_data
        return AssignmentFacts(
            title=values["title"],
            responsible=self._members.get(values["responsible"] or 0),
            due_on=values["due_on"],
            done_on=values["done_on"],
        )

    @classmethod
    def of(cls, assignment: Assignment, members: Sequence[Seated]) -> "AssignmentForm":
        """The form filled in."""
        initial = {
            "title": assignment.title,
            "responsible": assignment.responsible_id,
            "due_on": assignment.due_on,
            "done_on": assignment.done_on,
            "seen_version": assignment.version,
        }
        return cls(initial=initial, members=members)


# What makes a meeting worth keeping as a draft; the rest stands there from the start.
WRITTEN_OF_MEETINGS = ("what", "decisions", "others", "next_step")


class MeetingForm(Form):
    """A meeting of a group: who was there, what was said and decided, and the next step."""

    may_declare = True
    sometimes_needed = ("present", "others")

    when = ShortTextField(
        label="När?",
        max_length=60,
        help_text="Till exempel idag, i fredags, 12/3, 3–5 mars eller v. 12.",
        widget=forms.TextInput(attrs={"data-calendar": "", "autocomplete": "off"}),
    )
    present = forms.TypedMultipleChoiceField(
        label="Närvarande",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="I loggboken står roller och organisationer, inte namn.",
    )
    others = ShortTextField(
        label="Andra som var med",
        max_length=200,
        required=False,
        help_text="Helst roller och organisationer i stället för namn.",
    )
    what = LongTextField(label="Vad togs upp?", rows=3)
    decisions = LongTextField(label="Beslut", required=False, rows=2)
    next_step = ShortTextField(label="Nästa steg", max_length=500, required=False)
    next_step_on = SwedishDateField(label="Senast", required=False)
    next_step_by = forms.TypedChoiceField(label="Vem", required=False, coerce=int, empty_value=None)
    internal = forms.BooleanField(
        label="Endast internt",
        required=False,
        help_text="Läses bara av din egen kommun. Kommer aldrig med i rapporter eller delningar.",
    )
    attachments = AttachmentsField()
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        the_group: str,
        members: Sequence[Seated],
        people: Sequence[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.form_files: FormFiles = FormFiles()
        self._the_group = the_group
        self._members = {seated.member.pk: seated.member for seated in members}
        present, person = self.fields["present"], self.fields["next_step_by"]
        assert isinstance(present, forms.ChoiceField)
        assert isinstance(person, forms.ChoiceField)
        present.choices = [
            (pk, f"{m.person_name}, {m.organisation_name} ({m.get_role_display().lower()})")
            for pk, m in self._members.items()
        ]
        if not self._members:
            del self.fields["present"]
        person.choices = [("", "Jag själv"), *people]

    def clean_when(self) -> tuple[date, date]:
        try:
            return parse_when(self.cleaned_data["when"], self.today)
        except DateNotUnderstood as error:
            raise ValidationError(str(error)) from None

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        nobody = not values.get("present") and not values.get("others")
        if nobody and not {"present", "others"} & set(self.errors):
            self.add_error("others", "Kryssa för vilka som var med, eller skriv det här.")
        day, person = values.get("next_step_on"), values.get("next_step_by")
        if (day or person) and not values.get("next_step") and "next_step" not in self.errors:
            self.add_error("next_step", "Skriv vad nästa steg är.")
        if person and not day and "next_step_on" not in self.errors:
            self.add_error("next_step_on", "Skriv vilken dag det ska vara gjort.")
        return values

    @property
    def has_files(self) -> bool:
        """Whether the part with files holds any, or something is wrong with one."""
        return bool(self.form_files.rows) or "attachments" in self.errors

    @classmethod
    def written(cls, data: QueryDict) -> dict[str, str | list[str]]:
        """What to keep of a meeting that is being written: nothing unless something is."""
        if not any(data.get(name, "").strip() for name in WRITTEN_OF_MEETINGS):
            return {}
        names = (name for name in data if name in cls.base_fields or names_a_file(name))
        # The database's JSON has no NUL.
        return {
            name: [value.replace("\x00", "") for value in data.getlist(name)]
            for name in sorted(names)
        }

    @property
    def audience(self) -> Audience | None:
        """The readers of what is logged beside the entry: its own, when it is internal."""
        return Audience.ORGANISATION if self.cleaned_data.get("internal") else None

    @property
    def waits_for(self) -> int | None:
        """Who was chosen for the next step; None for the writer."""
        chosen: int | None = self.cleaned_data["next_step_by"]
        return chosen

    def wording(self, waits_for: Any) -> Wording:
        """The entry that the meeting becomes."""
        values = self.cleaned_data
        first, last = values["when"]
        present = [self._members[pk] for pk in values.get("present", [])]
        group = self._the_group[:1].upper() + self._the_group[1:]
        participants = participants_in_words(group, present, values["others"])
        decided = values["decisions"]
        return Wording(
            what=f"Möte med {self._the_group}.\n{values['what']}",
            happened_from=first,
            happened_to=last,
            participants=participants[:MOST_CHARACTERS],
            result=f"Beslut: {decided}" if decided else "",
            next_step=values["next_step"],
            next_step_on=values["next_step_on"],
            next_step_by=waits_for if values["next_step_on"] else None,
            internal=values["internal"],
        )


def _in_order(form: Form, values: dict[str, Any]) -> None:
    first, last = values.get("began_on"), values.get("ended_on")
    if first and last and last < first:
        form.add_error("ended_on", "Till-dagen ligger före från-dagen.")
