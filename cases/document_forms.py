"""Forms for a case's documents: what one is and where it is read, and which of them a list shows."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cases.document_actions import DocumentFacts
from cases.document_queries import ADOPTED, NOT_ADOPTED, SHARED
from cases.document_rules import NO_LINK, is_link
from cases.models import Document, Group
from cases.models.documents import LONGEST_LINK
from core.forms import FilterForm, Form, ShortTextField, SwedishDateField
from guide.load import guide
from guide.model import DocumentKind
from guide.phases import Phase
from logbook.file_field import AttachmentsField, FormFiles

NOBODY = ""


def _asked_for() -> list[Any]:
    """What the guide asks for that its kind alone does not tell, under each phase."""
    named = [("", "Inget särskilt, eller det som slaget säger")]
    phases = [
        (
            f"Fas {phase.value}: {phase.label}",
            [(each.key, each.title) for each in guide().phase(phase).documents if not each.kept_in],
        )
        for phase in Phase
    ]
    return [*named, *((label, choices) for label, choices in phases if choices)]


class FactsForm(Form):
    """What is said of a document. `groups` are those of the case that may have adopted it."""

    may_declare = True
    sometimes_needed: Collection[str] = ("adopting_body", "adopting_group")

    kind = forms.ChoiceField(label="Slag av dokument", choices=DocumentKind.choices)
    title = ShortTextField(label="Rubrik", max_length=160)
    dated_on = SwedishDateField(label="Dag", help_text="Den dag som står på dokumentet.")
    diary_number = ShortTextField(label="Diarienummer", max_length=40, required=False)
    guide_key = forms.ChoiceField(
        label="Dokument i guiden",
        choices=_asked_for,
        required=False,
        help_text="Behövs bara när slaget inte säger vilket av guidens dokument det är.",
    )
    adopted_on = SwedishDateField(
        label="Antaget den", required=False, help_text="Lämna tomt så länge det inte är antaget."
    )
    adopting_group = forms.TypedChoiceField(
        label="Antaget av", required=False, coerce=int, empty_value=None
    )
    adopting_body = ShortTextField(
        label="Eller av någon annan",
        max_length=160,
        required=False,
        help_text="Till exempel kommunstyrelsen.",
    )
    link = ShortTextField(
        label="Länk",
        max_length=LONGEST_LINK,
        required=False,
        help_text="Till där dokumentet finns. Börjar med https://.",
    )
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, groups: Sequence[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._groups = {group.pk: group for group in groups}
        field = self.fields["adopting_group"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (NOBODY, "Ingen grupp i ärendet"),
            *((group.pk, group.name) for group in groups),
        ]

    def clean_dated_on(self) -> date:
        return self._not_ahead("dated_on")

    def clean_adopted_on(self) -> date | None:
        return self._not_ahead("adopted_on") if self.cleaned_data["adopted_on"] else None

    def _not_ahead(self, name: str) -> date:
        day: date = self.cleaned_data[name]
        if day > self.today:
            raise ValidationError("Dagen ligger i framtiden.")
        return day

    def clean_link(self) -> str:
        link: str = self.cleaned_data["link"]
        if link and not is_link(link):
            raise ValidationError(NO_LINK)
        return link

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        body = values.get("adopting_group") or values.get("adopting_body")
        if values.get("adopting_group") and values.get("adopting_body"):
            self.add_error("adopting_body", "Välj en grupp eller skriv någon annan, inte båda.")
        bodies = {"adopting_group", "adopting_body"}
        if values.get("adopted_on") and not body and not bodies & set(self.errors):
            self.add_error("adopting_group", "Välj vem som antog dokumentet.")
        if body and not values.get("adopted_on") and "adopted_on" not in self.errors:
            self.add_error("adopted_on", "Skriv vilken dag dokumentet antogs.")
        return values

    def facts(self) -> DocumentFacts:
        """The cleaned facts; what the form does not ask for is empty."""
        values = {
            name: self.cleaned_data[name]
            for name in DocumentFacts.__dataclass_fields__
            if name in self.cleaned_data
        }
        values["kind"] = DocumentKind(values["kind"])
        values["adopting_group"] = self._groups.get(values["adopting_group"])
        return DocumentFacts(**values)


class DocumentForm(FactsForm):
    """A new document with its file or link. In a new version it also says what is new."""

    sometimes_needed = (*FactsForm.sometimes_needed, "attachments", "link")

    news = ShortTextField(
        label="Vad är nytt?",
        max_length=500,
        required=False,
        help_text="En mening om vad som skiljer den här versionen från den förra.",
    )
    attachments = AttachmentsField(label="Fil", most=1)

    def __init__(self, *args: Any, is_first: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form_files = FormFiles()
        if is_first:
            del self.fields["news"]

    @classmethod
    def after(cls, document: Document, groups: Sequence[Group], **initial: Any) -> "DocumentForm":
        """The form for the version after `document`: the same kind and title, not yet adopted."""
        kept = {name: getattr(document, name) for name in ("kind", "title", "guide_key")}
        return cls(initial=kept | initial, groups=groups, is_first=False)


class EditDocumentForm(FactsForm):
    """What is said of the newest version; its file stays, a link can be mended."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    news = ShortTextField(label="Vad är nytt?", max_length=500, required=False)

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not document.link:
            del self.fields["link"]
        if document.number == 1:
            del self.fields["news"]

    @classmethod
    def of(cls, document: Document, groups: Sequence[Group]) -> "EditDocumentForm":
        """The form filled in with what is said now."""
        initial = {name: getattr(document, name) for name in DocumentFacts.__dataclass_fields__}
        initial |= {"adopting_group": document.adopting_group_id, "seen_version": document.version}
        return cls(initial=initial, document=document, groups=groups)


class DocumentFilterForm(FilterForm):
    """Which documents the list shows, and in which order."""

    q = ShortTextField(label="Sök", max_length=100, required=False)
    slag = forms.ChoiceField(
        label="Slag", choices=[("", "Alla slag"), *DocumentKind.choices], required=False
    )
    visa = forms.ChoiceField(
        label="Visa",
        choices=[
            ("", "Alla"),
            (ADOPTED, "Antagna"),
            (NOT_ADOPTED, "Inte antagna"),
            (SHARED, "Delade"),
        ],
        required=False,
    )
    ordning = forms.ChoiceField(
        label="Ordning",
        choices=[
            ("", "Nyast först"),
            ("aldst", "Äldst först"),
            ("rubrik", "Rubrik"),
            ("slag", "Slag"),
        ],
        required=False,
    )

    def wanted(self) -> dict[str, Any]:
        """What was asked for; what is not understood is left aside."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
