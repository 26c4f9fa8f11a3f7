"""The form for making a report."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.forms import FilterForm, Form, LongTextField, ShortTextField, SwedishDateField
from reports.levels import Level
from reports.model import OF_A_CASE, Kind
from reports.request import ReportRequest


def usual_decisions(kind: Kind) -> tuple[str, str]:
    """Both are usual when a board only takes note (domain facts §5.3)."""
    name = f"{kind.label.lower()}en"
    return (f"Kommunstyrelsen har tagit del av {name}.", f"Kommunstyrelsen godkänner {name}.")


USUAL_RECIPIENT = {
    Kind.STATUS_REPORT: "Kommunstyrelsen",
    Kind.SUMMARY: "Kommunstyrelsen",
    Kind.FINAL_REPORT: "Kommunstyrelsen",
}
OWN_WORDS = (
    "decisions",
    "summary",
    "working",
    "deviations",
    "lessons",
    "continues",
    "next_report_on",
    "decision_goes_to",
)
# Which words of one's own each kind of report shows.
SHOWN_IN: dict[Kind, tuple[str, ...]] = {
    Kind.STATUS_REPORT: (
        "decisions",
        "summary",
        "deviations",
        "next_report_on",
        "decision_goes_to",
    ),
    Kind.SUMMARY: ("summary", "deviations", "next_report_on"),
    Kind.FINAL_REPORT: ("decisions", "summary", "lessons", "continues", "decision_goes_to"),
    Kind.FUNDER_REPORT: ("summary", "working", "deviations", "lessons"),
    Kind.LOGBOOK: (),
    Kind.GUIDE_LOGBOOK: (),
    Kind.TIME_LOGBOOK: (),
}


class ReportForm(Form):
    """What is chosen and written for one report."""

    may_declare = True
    sometimes_needed = ("level", "recipient", "replaced_because")

    kind = forms.ChoiceField(
        label="Rapporttyp", choices=[(kind.value, kind.label) for kind in OF_A_CASE]
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
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

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

    @property
    def usual_decisions(self) -> tuple[str, str]:
        return usual_decisions(self._kind or Kind.STATUS_REPORT)

    @property
    def own_words(self) -> list[forms.BoundField]:
        """The fields that the chosen kind of report shows."""
        return [self[name] for name in OWN_WORDS if name in self._used]

    @property
    def other_words(self) -> list[forms.BoundField]:
        """The fields that it does not show, kept for when another kind is chosen."""
        return [self[name] for name in OWN_WORDS if name not in self._used]

    @property
    def _used(self) -> tuple[str, ...]:
        return SHOWN_IN[self._kind] if self._kind else OWN_WORDS

    @property
    def _kind(self) -> Kind | None:
        chosen = self["kind"].value()
        return next((kind for kind in Kind if kind.value == chosen), None)

    def request(self) -> ReportRequest:
        """What the cleaned form asks for."""
        values = self.cleaned_data
        return ReportRequest(
            kind=Kind(values["kind"]),
            period_from=values["period_from"],
            period_to=values["period_to"],
            level=Level(values["level"] or Level.PUBLIC),
            recipient=values["recipient"],
            decisions=lines(values["decisions"]),
            summary=values["summary"],
            deviations=values["deviations"],
            next_report_on=values["next_report_on"],
            decision_goes_to=lines(values["decision_goes_to"]),
            working=values["working"],
            lessons=values["lessons"],
            continues=values["continues"],
            replaced_because=values["replaced_because"],
        )


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
