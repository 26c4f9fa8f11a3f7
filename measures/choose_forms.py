"""The form for choosing several measures at once, from the catalogue and in one's own words."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.forms import Form, LongTextField, PersonChoice
from guide.load import guide
from guide.model import CatalogueMeasure, MeasureGroup
from measures import rules
from measures.actions import MeasureFacts, NewMeasure
from measures.from_catalogue import facts_of
from measures.models import Measure

TITLE_LENGTH = Measure._meta.get_field("title").max_length or 0


class ChooseForm(Form):
    """Which measures to add; those of one's own stand one in a row."""

    may_declare = True
    sometimes_needed = ("valda", "own_group")

    valda = forms.MultipleChoiceField(label="Insatser ur katalogen", required=False)
    own = LongTextField(
        label="Egna insatser",
        max_length=4000,
        rows=3,
        required=False,
        help_text="Skriv en insats på varje rad.",
    )
    own_group = forms.ChoiceField(
        label="Grupp för de egna",
        choices=[("", "Välj grupp"), *MeasureGroup.choices],
        required=False,
    )
    responsible = PersonChoice(
        label="Ansvarig för alla valda", empty_label="Ingen ansvarig än", required=False
    )
    no_single_company = forms.BooleanField(
        label="Inget enskilt företag gynnas av dem jag har valt", required=False
    )
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        valda, responsible = self.fields["valda"], self.fields["responsible"]
        assert isinstance(valda, forms.MultipleChoiceField)
        assert isinstance(responsible, forms.ModelChoiceField)
        valda.choices = [(entry.key, entry.title) for entry in guide().measures]
        responsible.queryset = people

    def clean_own(self) -> str:
        text: str = self.cleaned_data["own"]
        if any(len(line.strip()) > TITLE_LENGTH for line in text.splitlines()):
            raise ValidationError(f"Varje rad får vara högst {TITLE_LENGTH} tecken.")
        return text

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        chosen, own = self.chosen, self._own_titles
        if "valda" not in self.errors and "own" not in self.errors:
            for blocker in rules.blockers_to_add_several(len(chosen) + len(own)):
                self.add_error("valda", blocker)
        if own and not values.get("own_group") and "own_group" not in self.errors:
            self.add_error("own_group", "Välj grupp för de egna insatserna.")
        may_favour = [entry.title for entry in chosen if entry.favours_single_company]
        if may_favour and not values.get("no_single_company"):
            self.add_error(
                "no_single_company",
                f"De här kan gynna ett enskilt företag: {', '.join(may_favour)}. Kryssa i rutan om "
                "de inte gör det. Annars lägger du till dem en och en, med skälen.",
            )
        return values

    @property
    def chosen(self) -> list[CatalogueMeasure]:
        """The entries of the catalogue that are ticked, in its order; strange keys left aside."""
        ticked = set(self["valda"].value() or [])
        return [entry for entry in guide().measures if entry.key in ticked]

    @property
    def _own_titles(self) -> list[str]:
        lines = self.cleaned_data.get("own", "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    def measures(self) -> list[NewMeasure]:
        """What to add, by the cleaned choices."""
        responsible = self.cleaned_data["responsible"]
        facts = [facts_of(entry, responsible=responsible) for entry in self.chosen]
        facts += [
            MeasureFacts(
                title=title,
                group=MeasureGroup(self.cleaned_data["own_group"]),
                responsible=responsible,
            )
            for title in self._own_titles
        ]
        return [NewMeasure(facts=each) for each in facts]
