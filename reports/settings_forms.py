"""The forms for what an organisation settles for its reports."""

from functools import cache
from typing import Any

from django import forms

from core.forms import Form, LongTextField, ShortTextField
from reports.arrangement_form import ArrangedForm, arrangement_fields, arrangement_values
from reports.forms import SHOWN_IN, lines
from reports.model import Kind
from reports.models import ReportSettings
from reports.settings_actions import Settled

MOST_LOGO_BYTES = 5 * 1024 * 1024


class SettingsForm(ArrangedForm):
    """What holds for new reports of one kind."""

    recipient = ShortTextField(
        label="Mottagare",
        max_length=160,
        required=False,
        help_text="Står ifylld i en ny rapport, om ärendet inte redan har en till någon annan.",
    )
    decisions = LongTextField(
        label="Stående förslag till beslut",
        required=False,
        help_text="En mening per rad. De står ifyllda i en ny rapport, numrerade som punkter.",
    )
    decision_goes_to = LongTextField(
        label="Beslutet skickas till",
        required=False,
        help_text="En mottagare per rad.",
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def settled(self) -> Settled:
        """What the cleaned form says."""
        values = self.cleaned_data
        return Settled(
            arrangement=self.arrangement(),
            decisions=lines(values.get("decisions", "")),
            recipient=values["recipient"],
            decision_goes_to=lines(values.get("decision_goes_to", "")),
        )


@cache
def settings_form_of(kind: Kind) -> type[SettingsForm]:
    """The form with the sections of one kind of report."""
    fields: dict[str, Any] = dict.fromkeys({"decisions", "decision_goes_to"} - set(SHOWN_IN[kind]))
    arranged = arrangement_fields(kind)
    return type(
        "SettingsFormOfKind",
        (SettingsForm,),
        fields | arranged | {"made_for": kind, "sometimes_needed": tuple(arranged)},
    )


def settings_values(settings: ReportSettings) -> dict[str, Any]:
    """What the form says of what is settled."""
    return arrangement_values(Kind(settings.kind), settings.arrangement) | {
        "recipient": settings.recipient,
        "decisions": settings.decisions,
        "decision_goes_to": settings.decision_goes_to,
        "seen_version": settings.version,
    }


class LogoForm(Form):
    """A picture to use as logo, with the words that stand for it."""

    logo = forms.FileField(
        label="Bild",
        help_text="PNG, JPEG, WebP eller GIF, högst 5 MB. Den görs om till PNG på vit botten.",
    )
    alt_text = ShortTextField(
        label="Vad bilden visar",
        max_length=160,
        help_text="Läses upp för den som inte ser bilden, till exempel Norrby kommuns vapen.",
    )

    def clean_logo(self) -> Any:
        file = self.cleaned_data["logo"]
        if file.size > MOST_LOGO_BYTES:
            raise forms.ValidationError("Filen är större än 5 MB. Gör bilden mindre.")
        return file
