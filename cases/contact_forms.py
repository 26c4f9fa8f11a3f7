"""Forms for a municipality's contacts: an organisation, a person, and what the lists show."""

from collections.abc import Collection
from typing import Any

from django import forms

from cases.contact_actions import ActorFacts, ContactFacts
from cases.contact_queries import ALL, LEFT
from cases.group_kinds import ActorKind
from cases.models import Actor, Contact
from core.forms import FilterForm, Form, ShortTextField, SwedishDateField
from core.sorting import swedish_key

KINDS: list[Any] = [("", "Välj slag"), *ActorKind.choices]
ONLY_WORK = "Bara uppgifter som gäller arbetet, inte privata."


def work_email() -> forms.EmailField:
    return forms.EmailField(
        label="E-post i arbetet", max_length=254, required=False, help_text=ONLY_WORK
    )


def work_phone() -> ShortTextField:
    return ShortTextField(label="Telefon i arbetet", max_length=40, required=False)


def organisation_field() -> ShortTextField:
    """An organisation by name, with those that are known as suggestions."""
    return ShortTextField(
        label="Organisation",
        max_length=160,
        widget=forms.TextInput(attrs={"list": "organisationer", "autocomplete": "off"}),
    )


class OfOrganisation(Form):
    """A form where an organisation is written, which is known already or given its kind.

    `known` is the kind of each known organisation by name.
    """

    sometimes_needed: Collection[str] = ("kind",)

    def __init__(self, *args: Any, known: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known_names = list(known)
        self._known = {swedish_key(name): kind for name, kind in known.items()}

    def kind_of(self, organisation: str, chosen: str) -> ActorKind | None:
        """The kind of a known organisation, or the one that was chosen."""
        kind = self._known.get(swedish_key(organisation.strip()), chosen)
        return ActorKind(kind) if kind else None

    def demand_kind(self, values: dict[str, Any]) -> None:
        """Say at the field that the kind of a new organisation is missing."""
        organisation = values.get("organisation")
        if organisation and not self.kind_of(organisation, values.get("kind", "")):
            self.add_error("kind", "Organisationen är ny. Välj vad det är för slags organisation.")


class ActorForm(Form):
    """What is known of an organisation."""

    name = ShortTextField(label="Organisation", max_length=160)
    kind = forms.ChoiceField(label="Slag", choices=KINDS)
    email = work_email()
    phone = work_phone()
    note = ShortTextField(label="Anteckning", max_length=500, required=False)
    ended_on = SwedishDateField(
        label="Upphörde",
        required=False,
        help_text="Fyll i om organisationen inte finns kvar. Den står kvar där den har nämnts.",
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean_ended_on(self) -> Any:
        return _has_been(self, "ended_on")

    def facts(self) -> ActorFacts:
        """The cleaned facts."""
        values = {name: self.cleaned_data[name] for name in ActorFacts.__dataclass_fields__}
        return ActorFacts(**(values | {"kind": ActorKind(values["kind"])}))

    @classmethod
    def of(cls, actor: Actor) -> "ActorForm":
        """The form filled in with what is known now."""
        initial = {name: getattr(actor, name) for name in ActorFacts.__dataclass_fields__}
        return cls(initial=initial | {"seen_version": actor.version})


class ContactForm(OfOrganisation):
    """What is known of a person at work."""

    name = ShortTextField(label="Namn", max_length=120)
    title = ShortTextField(label="Befattning", max_length=120, required=False)
    organisation = organisation_field()
    kind = forms.ChoiceField(
        label="Slag av organisation",
        choices=KINDS,
        required=False,
        help_text="Behövs bara när organisationen är ny.",
    )
    email = work_email()
    phone = work_phone()
    note = ShortTextField(label="Anteckning", max_length=500, required=False)
    ended_on = SwedishDateField(
        label="Slutade",
        required=False,
        help_text="Fyll i när personen har lämnat sitt uppdrag. Personen står kvar i de grupper där "
        "den har suttit, märkt som avslutad, men går inte att välja till nya.",
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean_ended_on(self) -> Any:
        return _has_been(self, "ended_on")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        self.demand_kind(values)
        return values

    def facts(self) -> ContactFacts:
        """The cleaned facts."""
        values = {name: self.cleaned_data[name] for name in ContactFacts.__dataclass_fields__}
        kind = self.kind_of(values["organisation"], values["kind"])
        return ContactFacts(**(values | {"kind": kind}))

    @classmethod
    def of(cls, contact: Contact, known: dict[str, str]) -> "ContactForm":
        """The form filled in with what is known now."""
        names = ContactFacts.__dataclass_fields__.keys() - {"organisation", "kind"}
        initial = {name: getattr(contact, name) for name in names}
        initial |= {"organisation": contact.actor.name, "kind": contact.actor.kind}
        initial["seen_version"] = contact.version
        return cls(initial=initial, known=known)


def _has_been(form: Form, name: str) -> Any:
    day = form.cleaned_data[name]
    if day and day > form.today:
        raise forms.ValidationError("Dagen ligger i framtiden.")
    return day


class _ListForm(FilterForm):
    q = ShortTextField(label="Sök", max_length=100, required=False)
    slag = forms.ChoiceField(
        label="Slag av organisation",
        choices=[("", "Alla slag"), *ActorKind.choices],
        required=False,
    )
    visa = forms.ChoiceField(
        label="Visa",
        choices=[("", "Nuvarande"), (LEFT, "Avslutade"), (ALL, "Alla")],
        required=False,
    )

    @property
    def is_filtered(self) -> bool:
        """Whether fewer than all may be shown."""
        return self.is_valid() and any(
            self.cleaned_data.get(name) for name in ("q", "slag", "visa")
        )


class ContactFilterForm(_ListForm):
    """Which persons the list shows, in which order."""

    ordning = forms.ChoiceField(
        label="Ordning",
        choices=[("", "Namn"), ("organisation", "Organisation"), ("nyast", "Senast tillagda")],
        required=False,
    )


class ActorFilterForm(_ListForm):
    """Which organisations the list shows, in which order."""

    ordning = forms.ChoiceField(
        label="Ordning",
        choices=[("", "Namn"), ("slag", "Slag"), ("nyast", "Senast tillagda")],
        required=False,
    )
