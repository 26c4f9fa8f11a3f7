"""The base of every form: Swedish sentences for whatever is wrong, and nothing typed is lost."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils import timezone

from core.dates import DateNotUnderstood, parse_day
from core.text import find_personal_numbers

# Widgets that are made of several inputs.
_LISTS = (forms.RadioSelect, forms.CheckboxSelectMultiple)

EARLIEST = date(1950, 1, 1)
LATEST = date(2100, 12, 31)
LONG_TEXT = 60_000


class FormRenderer(TemplatesSetting):
    """Our own templates for forms and fields."""

    form_template_name = "django/forms/form.html"
    field_template_name = "django/forms/field.html"


class Form(forms.Form):
    """A form with the sentences of this product. `today` is the Swedish calendar day."""

    use_required_attribute = False
    # Fields that are needed only sometimes: they do not call themselves optional.
    sometimes_needed: Collection[str] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = timezone.localdate()
        for name, field in self.fields.items():
            field.says_optional = not field.required and name not in self.sometimes_needed  # type: ignore[attr-defined]
            field.error_messages |= _sentences(field)
            if not isinstance(field.widget, _LISTS):
                field.widget.attrs.setdefault("class", "ds-input")

    def put(self, name: str, value: object) -> None:
        """Change what was typed in one field, such as the version after a conflict."""
        self.data = {**{key: self.data.get(key) for key in self.data}, name: str(value)}


class FilterForm(Form):
    """What a list shows. Every field may be left empty, so none says that it may."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.says_optional = False  # type: ignore[attr-defined]


def _sentences(field: forms.Field) -> dict[str, str]:
    """What a field says when something is wrong."""
    label = str(field.label or "fältet").rstrip("?")
    said = {"required": f"Fyll i {label[:1].lower()}{label[1:]}."}
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        said |= {
            "required": f"Välj {label[:1].lower()}{label[1:]}.",
            "invalid_choice": "Välj ett av alternativen.",
        }
    if isinstance(field, forms.IntegerField):
        said |= {
            "invalid": "Skriv ett helt tal med siffror, till exempel 240.",
            "min_value": "Talet får inte vara mindre än %(limit_value)s.",
            "max_value": "Talet får inte vara större än %(limit_value)s.",
        }
    if isinstance(field, forms.EmailField):
        said |= {"invalid": "Skriv en e-postadress, till exempel namn@kommun.se."}
    return said


class TextField(forms.CharField):
    """Free text: no control characters, no unmistakable personal identity numbers."""

    multiline = False

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        # Django's own NUL check speaks before ours and of null characters; ours says what to do.
        super().__init__(max_length=max_length, **kwargs)
        self.validators = [v for v in self.validators if type(v).__name__ == "MaxLengthValidator"]
        self.error_messages["max_length"] = (
            "Texten är för lång: %(show_value)d tecken. Högst %(limit_value)d får plats."
        )

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def validate(self, value: str) -> None:
        super().validate(value)
        allowed = "\n\t" if self.multiline else ""
        if any(_is_control(character) and character not in allowed for character in value):
            raise ValidationError(
                "Texten innehåller osynliga styrtecken. Ta bort dem eller skriv om texten."
            )
        if found := find_personal_numbers(value):
            raise ValidationError(
                f"Texten innehåller ett personnummer ({found[0].text}). Ta bort det: "
                "uppgifter om enskilda personer hör inte hemma här."
            )


def _is_control(character: str) -> bool:
    return ord(character) < 32 or 127 <= ord(character) < 160 or 0xD800 <= ord(character) < 0xE000


class ShortTextField(TextField):
    """One line of text."""


class LongTextField(TextField):
    """Text of several lines."""

    multiline = True

    def __init__(self, *, max_length: int = LONG_TEXT, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, **kwargs)


class PersonChoice(forms.ModelChoiceField):
    """A person, by name. Give `queryset` to the field of the form when the people are known."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=None, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class DayInput(forms.DateInput):
    """The browser's calendar; plain text for what is no day, which a calendar would throw away."""

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        written = context["widget"]["value"]
        context["widget"]["type"] = "date" if not written or _is_iso_day(written) else "text"
        return context


def _is_iso_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


class SwedishDateField(forms.Field):
    """A day, written as people write days; see core.dates."""

    widget = DayInput

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return value or None
        try:
            day = parse_day(str(value), timezone.localdate())
        except DateNotUnderstood as error:
            raise ValidationError(str(error)) from None
        if not EARLIEST <= day <= LATEST:
            raise ValidationError("Skriv ett årtal mellan 1950 och 2100.")
        return day
