"""The form for making a report."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.forms import (
    BoundField,
    FilterForm,
    Form,
    LongTextField,
    ShortTextField,
    SwedishDateField,
)
from reports.arrangement_form import ArrangedForm, arrangement_fields
from reports.levels import Level
from reports.model import ISSUABLE, Kind
from reports.request import ReportRequest
from reports.sections import NAMED_WORDS, sections_with_more_words


def usual_decisions(kind: Kind) -> tuple[str, str]:
    """Both are usual when a board only takes note (domain facts §5.3)."""
    name = f"{kind.label.lower()}en"
    return (f"Kommunstyrelsen har tagit del av {name}.", f"Kommunstyrelsen godkänner {name}.")


USUAL_RECIPIENT = {
    Kind.STATUS_REPORT: "Kommunstyrelsen",
    Kind.SUMMARY: "Kommunstyrelsen",
    Kind.FINAL_REPORT: "Kommunstyrelsen",
    Kind.PLAN: "Styrgruppen",
}
# Which words of one's own with a name each kind of report shows.
SHOWN_IN: dict[Kind, tuple[str, ...]] = {kind: tuple(NAMED_WORDS[kind]) for kind in Kind}
OWN_WORDS = tuple(dict.fromkeys(name for names in SHOWN_IN.values() for name in names))
# What is not written by anyone, and no part of a draft.
NOT_WRITTEN = ("kind_shown", "once", "seen_draft", "seen_issued", "replaces")


def word_field(key: str) -> str:
    """The name of the field for one's own words in a section where they have no other name."""
    return f"ord-{key}"


class ReportForm(ArrangedForm):
    """What is chosen and written for one report."""

    may_declare = True
    sometimes_needed = ("level", "recipient", "replaced_because")

    kind = forms.ChoiceField(
        label="Rapporttyp", choices=[(kind.value, kind.label) for kind in ISSUABLE]
    )
    period_from = SwedishDateField(label="Period från")
    period_to = SwedishDateField(
        label="Period till",
        help_text="Stoppdatum: det som hänt till och med den här dagen tas med.",
    )
    level = forms.ChoiceField(
        label="Vem rapporten är för",
        choices=[(level.value, level.explained) for level in reversed(Level)],
        widget=forms.RadioSelect,
        required=False,
    )
    recipient = ShortTextField(
        label="Mottagare",
        max_length=160,
        required=False,
        help_text="Till exempel Kommunstyrelsen, eller finansiärens namn. Behövs inte för en loggbok.",
    )
    decisions = LongTextField(
        label="Förslag till beslut",
        required=False,
        help_text="En mening per rad. Varje rad blir en numrerad punkt.",
    )
    summary = LongTextField(
        label="Ärendet i korthet",
        required=False,
        help_text="Egna ord om läget. Uppgifter om fas och insatser läggs till automatiskt.",
    )
    deviations = LongTextField(
        label="Avvikelser, risker och behov av beslut",
        required=False,
        help_text="Försenade och avbrutna insatser läggs till automatiskt.",
    )
    next_report_on = SwedishDateField(label="Nästa rapport", required=False)
    decision_goes_to = LongTextField(
        label="Beslutet skickas till", required=False, help_text="En mottagare per rad."
    )
    working = LongTextField(
        label="Arbetssätt och organisation",
        required=False,
        help_text="Vilka som arbetar, hur ni möts och vad som är ändrat sedan sist.",
    )
    lessons = LongTextField(
        label="Lärdomar",
        required=False,
        help_text="Vad som fungerade, och vad ni skulle göra annorlunda nästa gång.",
    )
    continues = LongTextField(
        label="Fortsatt arbete",
        required=False,
        help_text="Vem som tar hand om det som fortsätter, och när det följs upp.",
    )
    replaces = forms.IntegerField(widget=forms.HiddenInput, required=False)
    replaced_because = ShortTextField(
        label="Varför rapporten ersätts",
        max_length=500,
        required=False,
        help_text="Står i den nya rapportens huvud och vid den gamla.",
    )
    # The kind that the page showed, when another one is chosen.
    kind_shown = forms.CharField(widget=forms.HiddenInput, required=False)
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)
    # The version of the draft, and the newest issued report of the kind, that the page showed.
    seen_draft = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    seen_issued = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        first, last = values.get("period_from"), values.get("period_to")
        if first and last and last < first:
            self.add_error("period_to", ValidationError("Period till ligger före period från."))
        kind = values.get("kind")
        if kind and Kind(kind).has_recipient and not values.get("recipient"):
            if "recipient" not in self.errors:
                self.add_error("recipient", ValidationError("Skriv vem som tar emot rapporten."))
        if values.get("replaces") and not values.get("replaced_because"):
            if "replaced_because" not in self.errors:
                self.add_error("replaced_because", ValidationError("Skriv varför."))
        return values

    def clean_period_to(self) -> date:
        day: date = self.cleaned_data["period_to"]
        if day > self.today:
            raise ValidationError("Dagen ligger i framtiden. Välj i dag eller en tidigare dag.")
        return day

    def words_in(self, section: str) -> list[BoundField]:
        """The fields for one's own words in a section: those with a name."""
        fields = [name for name, key in NAMED_WORDS[self.made_for].items() if key == section]
        return [self[name] for name in fields]  # type: ignore[misc]

    def more_words_in(self, section: str) -> BoundField | None:
        """The field for words in a section that has none with a name."""
        name = word_field(section)
        return self[name] if name in self.fields else None  # type: ignore[return-value]

    def request(self) -> ReportRequest:
        """What the form asks for; what could not be read in it is passed over."""
        values = self.cleaned_data
        stop = values.get("period_to") or self.today
        sections = sections_with_more_words(self.made_for)
        words = ((each.key, values.get(word_field(each.key))) for each in sections)
        return ReportRequest(
            kind=self.made_for,
            period_from=min(values.get("period_from") or stop, stop),
            period_to=stop,
            level=Level(values.get("level") or Level.PUBLIC),
            recipient=values.get("recipient", ""),
            decisions=lines(values.get("decisions", "")),
            summary=values.get("summary", ""),
            deviations=values.get("deviations", ""),
            next_report_on=values.get("next_report_on"),
            decision_goes_to=lines(values.get("decision_goes_to", "")),
            working=values.get("working", ""),
            lessons=values.get("lessons", ""),
            continues=values.get("continues", ""),
            words=tuple((key, text) for key, text in words if text),
            arrangement=self.arrangement(),
            replaced_because=values.get("replaced_because", ""),
        )

    @classmethod
    def more_words(cls) -> list[str]:
        """The names of the fields for words in sections where they have no other name."""
        return [word_field(spec.key) for spec in sections_with_more_words(cls.made_for)]

    def written(self) -> dict[str, str]:
        """What stands in the form as it was sent, to be kept as a draft."""
        kept = {}
        for name in self.fields:
            if name not in NOT_WRITTEN and self.data.get(name):
                # The database's JSON has no NUL.
                kept[name] = str(self.data[name]).replace("\x00", "")
        return kept


@cache
def form_of(kind: Kind) -> type[ReportForm]:
    """The form with the fields of one kind of report."""
    fields: dict[str, Any] = {name: None for name in OWN_WORDS if name not in SHOWN_IN[kind]}
    for spec in sections_with_more_words(kind):
        fields[word_field(spec.key)] = LongTextField(
            label=f"Egna ord: {spec.heading}", required=False, rows=3
        )
    arranged = arrangement_fields(kind)
    fields |= arranged | {"made_for": kind}
    fields["sometimes_needed"] = (*ReportForm.sometimes_needed, *arranged)
    return type("ReportFormOfKind", (ReportForm,), fields)


def kind_in(data: Mapping[str, Any], name: str = "kind") -> Kind | None:
    """The kind of report that was sent, None when it is none of ours."""
    return next((kind for kind in ISSUABLE if kind.value == data.get(name)), None)


class DiaryNumberForm(Form):
    """The number a report got when the registrar entered it."""

    may_declare = True
    diary_number = ShortTextField(label="Diarienummer", max_length=40)


class ReportFileForm(Form):
    """A report's file, to be checked."""

    file = forms.FileField(label="Rapportens PDF-fil", allow_empty_file=True)


class SumForm(FilterForm):
    """A file's SHA-256 sum, however it was pasted: with spaces, in capitals."""

    summa = ShortTextField(label="SHA-256", max_length=200, required=False)

    def clean_summa(self) -> str:
        found = "".join(self.cleaned_data["summa"].split()).lower()
        if found and not re.fullmatch(r"[0-9a-f]{64}", found):
            raise ValidationError(
                "En SHA-256-summa är 64 tecken: siffror och bokstäverna a till f."
            )
        return found


def lines(text: str) -> tuple[str, ...]:
    """The lines of a text that say something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
