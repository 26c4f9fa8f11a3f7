"""The forms in which people write in the log: the quick log, a correction, a draft of either."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from accounts.models import User
from cases.models import Case
from core.dates import DateNotUnderstood
from core.forms import Form, LongTextField, ShortTextField, SwedishDateField
from guide.model import MeasureGroup
from logbook import queries
from logbook.actions import Wording
from logbook.circle import Circle, circle_of
from logbook.events import Audience
from logbook.file_field import AttachmentsField, FormFiles, files_to_correct, names_a_file
from logbook.models import DraftQuerySet, LogEntry
from logbook.queries import KeptDraft, Place
from logbook.steps import OpenStep
from logbook.when import parse_when, when_text
from measures.actions import MeasureFacts, NewPlace
from measures.models import MainActivity, Measure
from measures.queries import catalogue_entry_called

SAID = (
    "what",
    "happened_from",
    "happened_to",
    "participants",
    "result",
    "next_step",
    "next_step_on",
    "next_step_by",
)
STEP = ("next_step", "next_step_on", "next_step_by")
FOLDED = ("participants", "result", *STEP, "internal")
WRITTEN = (
    "what",
    "participants",
    "result",
    "next_step",
    "correction_reason",
    "new_activity",
    "new_measure",
)
NEW = "ny"  # the choice of a place, or a measure, that is made at the same time
NEW_PLACE = ("new_activity", "new_in", "new_measure", "new_group")


class EntryForm(Form):
    """What an entry says. `places` are the measures of the case with their main activities.

    Those who are not inside the case, its guests, write no next steps: these, and the people they
    wait for, are the municipalities' own. Without a `circle` it is asked for. One query.
    """

    may_declare = True

    what = LongTextField(label="Vad har gjorts?", rows=3)
    when = ShortTextField(
        label="När?",
        max_length=60,
        help_text="Till exempel idag, i fredags, 12/3, 3–5 mars eller v. 12.",
        widget=forms.TextInput(attrs={"data-calendar": "", "autocomplete": "off"}),
    )
    place = forms.ChoiceField(label="Huvudaktivitet", required=False)
    participants = ShortTextField(
        label="Medverkande",
        max_length=500,
        required=False,
        help_text="Helst roller och organisationer i stället för namn.",
    )
    result = LongTextField(label="Resultat", required=False, rows=2)
    next_step = ShortTextField(label="Nästa steg", max_length=500, required=False)
    next_step_on = SwedishDateField(label="Senast", required=False)
    next_step_by = forms.TypedChoiceField(label="Vem", required=False, coerce=int, empty_value=None)
    attachments = AttachmentsField()
    internal = forms.BooleanField(
        label="Endast internt",
        required=False,
        help_text="Läses bara av din egen kommun. Kommer aldrig med i rapporter eller delningar.",
    )

    def __init__(
        self,
        *args: Any,
        case: Case,
        places: list[Place],
        is_inside: bool = True,
        waits_for: User | None = None,
        circle: Circle | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        self.form_files = FormFiles()
        self.circle = circle or circle_of(case)
        self._choices("place", _place_choices(places))
        if is_inside:
            people = list(self.circle.people)
            # Whom a step waits for now may have left, and is not to be swapped for someone else.
            if waits_for and waits_for.pk not in dict(people):
                people.append((waits_for.pk, waits_for.name))
            self._choices("next_step_by", [("", "Jag själv"), *people])
        else:
            for name in STEP:
                del self.fields[name]

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def is_unfolded(self) -> bool:
        """Whether the folded part holds a value or an error."""
        folded = [name for name in FOLDED if name in self.fields]
        return any(self[name].value() or name in self.errors for name in folded)

    @property
    def has_files(self) -> bool:
        """Whether the part with files holds any, or something is wrong with one."""
        return bool(self.form_files.rows) or "attachments" in self.errors

    def clean_when(self) -> tuple[date, date]:
        try:
            return parse_when(self.cleaned_data["when"], self.today)
        except DateNotUnderstood as error:
            raise ValidationError(str(error)) from None

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        told_more = values.get("next_step_on") or values.get("next_step_by")
        if told_more and not values.get("next_step") and "next_step" not in self.errors:
            self.add_error("next_step", ValidationError("Skriv vad nästa steg är."))
        if values.get("next_step_by") and not values.get("next_step_on"):
            if "next_step_on" not in self.errors:
                self.add_error(
                    "next_step_on", ValidationError("Skriv vilken dag det ska vara gjort.")
                )
        return values

    def wording(self, author: User) -> Wording:
        """What the cleaned form says; a next step with a day and no person is the author's own."""
        values = self.cleaned_data
        first, last = values["when"]
        measure, activity = self._place(values["place"])
        waits_for = None
        if values.get("next_step_on"):
            chosen = values["next_step_by"]
            waits_for = queries.named_person(chosen, self._name_of(chosen)) if chosen else author
        return Wording(
            what=values["what"],
            happened_from=first,
            happened_to=last,
            participants=values["participants"],
            result=values["result"],
            next_step=values.get("next_step", ""),
            next_step_on=values.get("next_step_on"),
            next_step_by=waits_for,
            internal=values.get("internal", False),
            measure=measure,
            main_activity=activity,
        )

    def _name_of(self, person: int) -> str:
        field = self.fields["next_step_by"]
        assert isinstance(field, forms.ChoiceField)
        choices: Any = field.choices
        return str(dict(choices)[person])

    def take_up(self, fields: Mapping[str, Any]) -> None:
        """Go on with what a draft kept of the form, but for what is not to be changed."""
        fixed = {name for name, field in self.fields.items() if field.disabled}
        self.initial.update({name: value for name, value in fields.items() if name not in fixed})

    @property
    def audience(self) -> Audience | None:
        """The readers of what is logged beside the entry: its own, when it is internal."""
        return Audience.ORGANISATION if self.cleaned_data.get("internal") else None

    def says(self, entry: LogEntry, author: User) -> bool:
        """Whether the cleaned form says just what `entry` says."""
        wording = self.wording(author)
        return (
            all(getattr(entry, name) == getattr(wording, name) for name in SAID)
            and entry.is_internal == wording.internal
            and self._is_at(entry, wording)
        )

    def _is_at(self, entry: LogEntry, wording: Wording) -> bool:
        """Whether the entry stands where the form puts it."""
        return (entry.measure, entry.main_activity) == (wording.place, wording.main_activity)

    def _place(self, value: str) -> tuple[Measure | None, MainActivity | None]:
        for place in self.places:
            if value == f"m{place.measure.pk}":
                return place.measure, None
            for activity in place.activities:
                if value == f"a{activity.pk}":
                    return place.measure, activity
        return None, None


class QuickLogForm(EntryForm):
    """A new entry, and the main activity or measure it belongs to when that is new as well.

    `closing` is the next step that it closes.
    """

    sometimes_needed = NEW_PLACE

    new_activity = ShortTextField(label="Vad ska den heta?", max_length=160, required=False)
    new_in = forms.ChoiceField(label="Hör till", required=False)
    new_measure = ShortTextField(label="Den nya insatsens namn", max_length=160, required=False)
    new_group = forms.ChoiceField(
        label="Grupp", choices=[("", "Välj grupp"), *MeasureGroup.choices], required=False
    )
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)
    closes = forms.UUIDField(widget=forms.HiddenInput, required=False)
    closing: OpenStep | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(place.measure.pk), place.measure.title) for place in self.places]
        self._choices("new_in", [("", "Välj insats"), *choices, (NEW, "En ny insats …")])
        self._choices("place", [*_place_choices(self.places), (NEW, "Ny huvudaktivitet …")])

    def says(self, entry: LogEntry, author: User) -> bool:
        closes = self.cleaned_data["closes"]
        return super().says(entry, author) and closes in (None, entry.closes)

    def focus(self) -> "QuickLogForm":
        """The form with focus in the text field."""
        self.fields["what"].widget.attrs["autofocus"] = True
        return self

    @property
    def is_in_new_place(self) -> bool:
        """Whether the fields for a new place hold a value or an error, or are asked for."""
        asked = self["place"].value() == NEW
        return asked or any(self[name].value() or name in self.errors for name in NEW_PLACE)

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if not self.errors.keys() & {"place", *NEW_PLACE}:
            self._clean_new_place(values)
        return values

    def _clean_new_place(self, values: dict[str, Any]) -> None:
        activity, measure, group = (
            values[name] for name in ("new_activity", "new_measure", "new_group")
        )
        inside = values["new_in"]
        if values["place"] == NEW and not activity and not measure:
            self.add_error("new_activity", "Skriv vad den nya huvudaktiviteten ska heta.")
        elif activity and not inside:
            self.add_error("new_in", "Välj vilken insats den hör till.")
        elif inside == NEW and not measure:
            self.add_error("new_measure", "Skriv vad den nya insatsen ska heta.")
        elif inside != NEW and measure:
            self.add_error("new_measure", "Välj ”En ny insats” ovanför, eller töm fältet.")
        elif inside and inside != NEW and not activity:
            self.add_error("new_activity", "Skriv vad den nya huvudaktiviteten ska heta.")
        elif measure and not group and not catalogue_entry_called(measure):
            self.add_error("new_group", "Välj grupp.")

    @property
    def new_place(self) -> NewPlace | None:
        """The place to be made, by the cleaned form. What goes by that name already is used as it is."""
        values = self.cleaned_data
        title, activity = values["new_measure"], values["new_activity"]
        if title:
            entry = catalogue_entry_called(title)
            group = values["new_group"] or (entry.group if entry else "")
            key = entry.key if entry else ""
            facts = MeasureFacts(title=title, group=MeasureGroup(group), catalogue_key=key)
            return NewPlace(measure=facts, activity=activity)
        if activity and not self._existing(values):
            measure = next(p.measure for p in self.places if str(p.measure.pk) == values["new_in"])
            return NewPlace(measure=measure, activity=activity)
        return None

    def _existing(self, values: dict[str, Any]) -> MainActivity | None:
        """The main activity that has the new one's name in the same measure, whatever the case of letters."""
        for place in self.places:
            if str(place.measure.pk) == values["new_in"]:
                for activity in place.activities:
                    if activity.title.casefold() == values["new_activity"].casefold():
                        return activity
        return None

    def _place(self, value: str) -> tuple[Measure | None, MainActivity | None]:
        if existing := self._existing(self.cleaned_data):
            return existing.measure, existing
        return super()._place(value)

    def _is_at(self, entry: LogEntry, wording: Wording) -> bool:
        place = self.new_place
        if place is None:
            return super()._is_at(entry, wording)
        if entry.main_activity:
            return place.activity == entry.main_activity.title
        return entry.measure is not None and entry.measure.title == place.measure.title


class CorrectionForm(EntryForm):
    """A new wording of an entry, with the reason and the version the person saw."""

    correction_reason = ShortTextField(label="Skäl till rättelsen", max_length=500)
    seen_version = forms.IntegerField(widget=forms.HiddenInput)
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    @classmethod
    def of(
        cls,
        entry: LogEntry,
        data: Any = None,
        *,
        case: Case,
        circle: Circle,
        is_inside: bool,
        may_hide: bool,
        is_closed: bool,
    ) -> "CorrectionForm":
        """What `entry` says now, or what was written instead.

        A step that `is_closed` stays as it is; only its own organisation `may_hide` an entry.
        """
        initial = {
            "what": entry.what,
            "when": when_text(entry.happened_from, entry.happened_to),
            "place": queries.place_of(entry),
            "participants": entry.participants,
            "result": entry.result,
            "next_step": entry.next_step,
            "next_step_on": entry.next_step_on,
            "next_step_by": entry.next_step_by_id,
            "internal": entry.is_internal,
            "seen_version": entry.version,
            "once": uuid.uuid4(),
        }
        form = cls(
            data,
            initial=initial,
            case=case,
            places=queries.places_in(case),
            circle=circle,
            is_inside=is_inside,
            waits_for=entry.next_step_by,
        )
        form.form_files = files_to_correct(entry.attachments.all(), case)
        if not may_hide:
            del form.fields["internal"]
        if is_closed and is_inside:
            form.keep_step()
        return form

    def keep_step(self) -> None:
        """A next step that is done stays as it was."""
        for name in STEP:
            self.fields[name].disabled = True
        self.fields[
            "next_step"
        ].help_text = (
            "Nästa steg är klart och ändras inte. Skriv det som ska göras nu i en ny loggpost."
        )

    def says(self, entry: LogEntry, author: User) -> bool:
        reason = self.cleaned_data["correction_reason"]
        return super().says(entry, author) and entry.correction_reason == reason


def quick_log_form(
    case: Case,
    user: User,
    *,
    is_inside: bool = True,
    place: str | None = None,
    closing: OpenStep | None = None,
    like: QuickLogForm | None = None,
    circle: Circle | None = None,
) -> QuickLogForm:
    """An empty quick log: today, and the place used last, or what closes a next step.

    `place` is another place to offer. Give the `circle` when it is known, to save a query; `like`
    is another form of the same case, whose choices are used instead of asked for.
    """
    places, last = (like.places, "") if like else queries.places_and_last(case, user)
    initial: dict[str, Any] = {
        "when": timezone.localdate().isoformat(),
        "place": last if place is None else place,
        "once": uuid.uuid4(),
    }
    if closing:
        initial |= {
            "what": closing.suggestion,
            "place": queries.place_of(closing.entry),
            "internal": closing.entry.is_internal,
            "closes": closing.entry.entry,
        }
    form = QuickLogForm(
        initial=initial,
        case=case,
        places=places,
        is_inside=is_inside,
        circle=like.circle if like else circle,
    )
    form.closing = closing
    return form


class DraftForm(Form):
    """Which form is kept as a draft, and the entry it corrects."""

    once = forms.UUIDField()
    entry = forms.UUIDField(required=False)


def written(data: QueryDict) -> dict[str, str | list[str]]:
    """What stands in the fields of a form of the logbook, as it was sent; nothing else that was."""
    known = QuickLogForm.base_fields.keys() | CorrectionForm.base_fields.keys()
    kept: dict[str, str | list[str]] = {}
    for name in sorted(name for name in data if name in known or names_a_file(name)):
        # The database's JSON has no NUL.
        values = [value.replace("\x00", "") for value in data.getlist(name)]
        kept[name] = values[0] if len(values) == 1 else values
    return kept


def offered(drafts: DraftQuerySet, form: EntryForm) -> list[KeptDraft]:
    """The drafts to offer beside a form: others than its own. One query."""
    others = queries.kept_drafts(drafts)
    return [kept for kept in others if str(kept.draft.form) != str(form["once"].value())]


def is_worth_keeping(fields: Mapping[str, str | list[str]]) -> bool:
    """Whether anything has been written; dates and choices stand there from the start."""
    return any(str(fields.get(name, "")).strip() for name in WRITTEN)


def _place_choices(places: list[Place]) -> list[Any]:
    choices: list[Any] = [("", queries.WHOLE_CASE_LABEL)]
    for place in places:
        activities = [(f"a{a.pk}", f"{a.number}. {a.title}") for a in place.activities]
        rest = (f"m{place.measure.pk}", "Insatsen i övrigt")
        choices.append((place.measure.title, [*activities, rest]))
    return choices
