"""The forms of the self-assessment: all twelve indicators in one, and agreeing on them."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms

from core.forms import Form, ShortTextField, SwedishDateField
from figures.assessment_indicators import ABOUT, HIGHEST, LOWEST, About
from figures.assessment_records import Judgement

SCALE = [(str(number), str(number)) for number in range(LOWEST, HIGHEST + 1)]
NONE_YET = ("", "Inget betyg än")
AGREE = "agree"  # the name of the button that also fixes the assessment


def _fields(item: About) -> dict[str, forms.Field]:
    return {
        f"{item.key}-grade": forms.TypedChoiceField(
            label=f"{item.label}: betyg",
            choices=[NONE_YET, *SCALE],
            coerce=int,
            empty_value=None,
            required=False,
        ),
        f"{item.key}-reason": ShortTextField(
            label=f"{item.label}: skäl", max_length=500, required=False
        ),
        f"{item.key}-suggestion": ShortTextField(
            label=f"{item.label}: förslag till nästa år", max_length=160, required=False
        ),
    }


class AssessmentBase(Form):
    """What the group says of each indicator, the version it saw, and when it agreed."""

    may_declare = True

    seen_version = forms.IntegerField(widget=forms.HiddenInput)
    agreed_on = SwedishDateField(label="När enades gruppen?", required=False)
    participants = ShortTextField(
        label="Vilka var med?",
        max_length=500,
        required=False,
        help_text="Helst roller och organisationer i stället för namn.",
    )

    @property
    def is_to_be_agreed(self) -> bool:
        """Whether the button that also fixes it was pressed."""
        return AGREE in self.data

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if self.is_to_be_agreed:
            for name, said in (
                ("agreed_on", "Skriv vilken dag gruppen enades."),
                ("participants", "Skriv vilka som var med."),
            ):
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, said)
        day = values.get("agreed_on")
        if day and day > self.today:
            self.add_error("agreed_on", "Dagen ligger i framtiden.")
        return values

    @classmethod
    def of(
        cls, judgements: Mapping[str, Judgement], *, version: int, participants: str = ""
    ) -> "AssessmentBase":
        initial: dict[str, Any] = {"seen_version": version, "participants": participants}
        for key, said in judgements.items():
            initial |= {
                f"{key}-grade": said.grade,
                f"{key}-reason": said.reason,
                f"{key}-suggestion": said.suggestion,
            }
        return cls(initial=initial)

    def judgements(self) -> dict[str, Judgement]:
        """What the cleaned form says, by key of indicator."""
        values = self.cleaned_data
        return {
            item.key: Judgement(
                grade=values[f"{item.key}-grade"],
                reason=values[f"{item.key}-reason"],
                suggestion=values[f"{item.key}-suggestion"],
            )
            for item in ABOUT
        }

    def parts(self) -> Iterator[tuple[About, list[forms.BoundField]]]:
        """Each indicator with its three fields."""
        for item in ABOUT:
            yield item, [self[f"{item.key}-{part}"] for part in ("grade", "reason", "suggestion")]


_ALL = {name: field for item in ABOUT for name, field in _fields(item).items()}
AssessmentForm: type[AssessmentBase] = type(
    "AssessmentForm",
    (AssessmentBase,),
    {
        "__module__": __name__,
        "__doc__": "All twelve indicators.",
        "sometimes_needed": {*_ALL, "agreed_on", "participants"},
        **_ALL,
    },
)


class ReopenForm(Form):
    """Why what was agreed on is taken up again."""

    may_declare = True

    reason = ShortTextField(label="Skäl", max_length=300)
