"""The forms of the library: offer a case, take it back, borrow measures."""

from typing import Any

from django import forms

from cases.models import Case
from core.forms import Form, LongTextField, ShortTextField
from figures.number_fields import SwedishDecimalField
from guide.model import Industry
from library.queries import Offer, StoryWords
from measures.actions import NewMeasure
from measures.models import Measure
from measures.states import State


class OfferForm(Form):
    """The words of the person who offers the case, and which measures are told of."""

    title = ShortTextField(
        label="Rubrik",
        max_length=160,
        help_text="Säg vad som hände och var. Till exempel: Nedläggning av ett pappersbruk i Norrby.",
    )
    industry = forms.ChoiceField(label="Bransch", choices=[("", "Välj bransch"), *Industry.choices])
    names_company = forms.BooleanField(
        label="Skriv ut företagets namn",
        required=False,
        help_text="Bara om händelsen är allmänt känd. Annars står det vilken bransch företaget hör till.",
    )
    share_percent = SwedishDecimalField(
        label="Andel av jobben i kommunen, procent",
        max_digits=4,
        decimal_places=1,
        min_value=0,
        max_value=100,
        required=False,
        help_text="De berördas andel av alla jobb, om ni vet den.",
    )
    summary = LongTextField(label="Vad som hände", max_length=3000, rows=4)
    lessons = LongTextField(
        label="Lärdomar",
        max_length=5000,
        rows=5,
        help_text="Vad fungerade, och vad skulle ni råda en annan kommun till?",
    )
    differently = LongTextField(
        label="Vad ni skulle göra annorlunda", max_length=5000, rows=4, required=False
    )
    measures = forms.MultipleChoiceField(
        label="Insatser att berätta om",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Med sitt läge, sitt utfall och sina huvudaktiviteter.",
    )
    seal = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, measures: list[Measure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["measures"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (str(m.pk), f"{m.title} ({State(m.state).label.lower()})") for m in measures
        ]

    def words(self) -> StoryWords:
        """The cleaned words."""
        values = self.cleaned_data
        return StoryWords(
            title=values["title"],
            names_company=values["names_company"],
            industry=Industry(values["industry"]),
            share_percent=values["share_percent"],
            summary=values["summary"],
            lessons=values["lessons"],
            differently=values["differently"],
            measures=tuple(int(pk) for pk in values["measures"]),
        )


def first_words(case: Case, municipality: str, measures: list[Measure]) -> dict[str, Any]:
    """What the form of an offer starts with: nothing that names the company."""
    return {
        "title": f"{case.get_trigger_display()} i {municipality}",
        "measures": [str(m.pk) for m in measures if m.state != State.IDEA],
    }


class WithdrawForm(Form):
    """Why the case is taken back from the library."""

    reason = LongTextField(label="Skäl", max_length=500, rows=2)


class BorrowForm(Form):
    """Which measures to borrow, and which of their main activities."""

    sometimes_needed = ("valda", "aktiviteter")

    valda = forms.MultipleChoiceField(label="Insatser att låna", required=False)
    aktiviteter = forms.MultipleChoiceField(label="Huvudaktiviteter", required=False)
    no_single_company = forms.BooleanField(
        label="Inget enskilt företag gynnas av dem jag har valt", required=False
    )
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, offers: list[Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers = offers
        valda, activities = self.fields["valda"], self.fields["aktiviteter"]
        assert isinstance(valda, forms.MultipleChoiceField)
        assert isinstance(activities, forms.MultipleChoiceField)
        valda.choices = [(offer.key, offer.title) for offer in offers]
        activities.choices = [
            (f"{offer.key}.{place}", title)
            for offer in offers
            for place, title in enumerate(offer.activities)
        ]

    @classmethod
    def whole(cls, offers: list[Offer], **initial: Any) -> "BorrowForm":
        """The form with nothing borrowed yet, and each measure's main activities ticked."""
        form = cls(offers=offers)
        form.initial = {"aktiviteter": [key for key, _ in form.activity_choices], **initial}
        return form

    @property
    def activity_choices(self) -> list[tuple[str, str]]:
        """Each main activity's key and title."""
        field: Any = self.fields["aktiviteter"]
        return list(field.choices)

    def rows(self) -> list[dict[str, Any]]:
        """Each measure with what is ticked, for the template."""
        ticked = set(self["valda"].value() or [])
        activities = set(self["aktiviteter"].value() or [])
        return [
            {
                "offer": offer,
                "is_ticked": offer.key in ticked,
                "activities": [
                    (f"{offer.key}.{place}", title, f"{offer.key}.{place}" in activities)
                    for place, title in enumerate(offer.activities)
                ],
            }
            for offer in self.offers
        ]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        chosen = self._chosen
        if not chosen and "valda" not in self.errors:
            self.add_error("valda", "Välj minst en insats att låna.")
        may_favour = [offer.title for offer in chosen if offer.may_favour_one_company]
        if may_favour and not values.get("no_single_company"):
            self.add_error(
                "no_single_company",
                f"De här kan gynna ett enskilt företag: {', '.join(may_favour)}. Kryssa i rutan om "
                "de inte gör det. Annars planerar du dem en och en, med skälen.",
            )
        return values

    @property
    def _chosen(self) -> list[Offer]:
        ticked = set(self.cleaned_data.get("valda", []))
        return [offer for offer in self.offers if offer.key in ticked]

    def measures(self, *, source: str) -> list[NewMeasure]:
        """What to add to the case."""
        ticked = set(self.cleaned_data["aktiviteter"])
        return [
            offer.borrowed(
                tuple(
                    title
                    for place, title in enumerate(offer.activities)
                    if f"{offer.key}.{place}" in ticked
                ),
                source=source,
            )
            for offer in self._chosen
        ]
