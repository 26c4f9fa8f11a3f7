"""The base of every form: Swedish sentences for whatever is wrong, and nothing typed is lost."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils import timezone

from core.dates import DateNotUnderstood, parse_day
from core.hints import hints_in
from core.text import (
    Excerpt,
    PersonalNumber,
    excerpt,
    find_personal_numbers,
    has_control_characters,
    why_refused,
    without,
)

# Widgets that are made of several inputs.
_LISTS = (forms.RadioSelect, forms.CheckboxSelectMultiple)

EARLIEST = date(1950, 1, 1)
LATEST = date(2100, 12, 31)
LONG_TEXT = 60_000

# What the guard's button and boxes are called in what is posted.
REMOVE = "ta-bort-personnummer"
DECLARE = "inte-personnummer"


class FormRenderer(TemplatesSetting):
    """Our own templates for forms and fields."""

    form_template_name = "django/forms/form.html"
    field_template_name = "django/forms/field.html"


@dataclass(frozen=True)
class Declaration:
    """A number in a field, and whether the writer says that it is something else."""

    digits: str
    text: str
    is_declared: bool


@dataclass(frozen=True)
class Guard:
    """What a field says of personal numbers in its text; see templates/django/forms/guard.html."""

    found: list[Excerpt]
    declarations: list[Declaration]
    declare_name: str
    leaves_trace: bool

    @property
    def many(self) -> bool:
        return len(self.found) > 1


class BoundField(forms.BoundField):
    """A field of a form, which knows the personal numbers that were written in it."""

    @property
    def guard(self) -> Guard | None:
        """None when there is nothing to say."""
        form, field = self.form, self.field
        if not isinstance(form, Form) or not isinstance(field, TextField) or not form.is_bound:
            return None
        text = str(self.value() or "")
        numbers = find_personal_numbers(text)
        if not numbers:
            return None
        unknown = field.unknown_numbers(text)
        seen = {number.digits: number for number in numbers}
        boxes = [Declaration(d, n.text, d in field.declared) for d, n in seen.items()]
        return Guard(
            found=[excerpt(text, number) for number in unknown[:5]],
            declarations=boxes if form.may_declare else [],
            declare_name=f"{DECLARE}-{self.html_name}",
            leaves_trace=form.is_looked_at_again,
        )


class Form(forms.Form):
    """A form with the sentences of this product. `today` is the Swedish calendar day.

    It guards free text against personal numbers: one button takes them out of their field and
    shows the form again; where `may_declare`, the writer may say that they are something else.
    Whoever saves such a form does it inside `cases.access.saving`, which logs that.
    """

    bound_field_class = BoundField
    use_required_attribute = False
    # Fields that are needed only sometimes: they do not call themselves optional.
    sometimes_needed: Collection[str] = ()
    may_declare = False
    # Whether a person looks at the text again before it is used, once a number has been taken out.
    is_looked_at_again = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = timezone.localdate()
        self.removed_from = ""
        for name, field in self.fields.items():
            field.says_optional = not field.required and name not in self.sometimes_needed  # type: ignore[attr-defined]
            field.error_messages |= _sentences(field)
            if not isinstance(field.widget, _LISTS):
                field.widget.attrs.setdefault("class", "ds-input")
            if isinstance(field, TextField):
                self._guard(name, field)

    def put(self, name: str, value: object) -> None:
        """Change what was typed in one field, such as the version after a conflict."""
        data: Any = self.data.copy() if hasattr(self.data, "copy") else dict(self.data)
        data[self.add_prefix(name)] = str(value)
        self.data = data

    def is_valid(self) -> bool:
        """Whether the form may be saved. Not when a number has just been taken out of it."""
        return super().is_valid() and not (self.removed_from and self.is_looked_at_again)

    @property
    def declared_in(self) -> list[str]:
        """The labels of the fields whose digits the writer says are no personal number."""
        return [str(self[name].label) for name, field in self._texts() if self._kept(name, field)]

    @property
    def hints(self) -> list[str]:
        """Sentences on what may not belong in the cleaned texts; never a reason to stop."""
        found = (
            f"{str(self[name].label).rstrip('?')}: {hint}"
            for name, _ in self._texts()
            for hint in hints_in(self._text_in(name))
        )
        return list(dict.fromkeys(found))

    def _texts(self) -> "list[tuple[str, TextField]]":
        return [(n, field) for n, field in self.fields.items() if isinstance(field, TextField)]

    def _kept(self, name: str, field: "TextField") -> bool:
        found = find_personal_numbers(self._text_in(name))
        return any(number.digits in field.declared for number in found)

    def _text_in(self, name: str) -> str:
        """What a field holds when all is cleaned; some fields turn their text into something else."""
        value = self.cleaned_data.get(name)
        return value if isinstance(value, str) else ""

    def _guard(self, name: str, field: "TextField") -> None:
        """Read what the person has said of numbers in this field; take them out if asked to."""
        if self.may_declare:
            said = _listed(self.data, f"{DECLARE}-{self.add_prefix(name)}")
            field.declared = frozenset(digits for digits in said if _DIGITS.fullmatch(digits))
        field.widget.attrs.setdefault("data-guarded", "")
        if self.data.get(REMOVE) == self.add_prefix(name):
            text = str(self.data.get(self.add_prefix(name)) or "")
            if found := field.unknown_numbers(text):
                self.put(name, without(text, found))
                self.removed_from = str(field.label)
                field.widget.attrs["autofocus"] = True


_DIGITS = re.compile(r"[0-9]{10}(?:[0-9]{2})?")


def _listed(data: Mapping[str, Any], name: str) -> list[str]:
    """All that was posted under a name; forms in tests get plain dictionaries."""
    if hasattr(data, "getlist"):
        return list(data.getlist(name))
    value = data.get(name, [])
    return [value] if isinstance(value, str) else list(value)


class FilterForm(Form):
    """What a list shows. Every field may be left empty, so none says that it may.

    Nothing of it is kept, so a writer's word on digits is believed and leaves no trace.
    """

    may_declare = True
    is_looked_at_again = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.says_optional = False  # type: ignore[attr-defined]
            field.widget.attrs.pop("data-guarded", None)


def _sentences(field: forms.Field) -> dict[str, str]:
    """What a field says when something is wrong."""
    label = str(field.label or "fältet").rstrip("?")
    said = {"required": f"Fyll i {label[:1].lower()}{label[1:]}."}
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        said |= {
            "required": f"Välj {label[:1].lower()}{label[1:]}.",
            "invalid_choice": "Välj ett av alternativen.",
        }
    # Django counts decimal numbers as whole ones; ours have sentences of their own.
    if isinstance(field, forms.IntegerField) and not isinstance(field, forms.DecimalField):
        said |= {
            "invalid": "Skriv ett helt tal med siffror, till exempel 240.",
            "min_value": "Talet får inte vara mindre än %(limit_value)s.",
            "max_value": "Talet får inte vara större än %(limit_value)s.",
        }
    if isinstance(field, forms.FileField):
        said |= {
            "required": "Välj en fil.",
            "missing": "Välj en fil.",
            "invalid": "Filen kom inte fram. Välj den igen.",
            "empty": "Filen är tom.",
        }
    if isinstance(field, forms.EmailField):
        said |= {"invalid": "Skriv en e-postadress, till exempel namn@kommun.se."}
    return said


class TextField(forms.CharField):
    """Free text: no control characters, no unmistakable personal identity numbers."""

    multiline = False
    # Digits that the writer says are no personal number, for one submit of one form.
    declared: frozenset[str] = frozenset()

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
        if has_control_characters(value, "\n\t" if self.multiline else ""):
            raise ValidationError(
                "Texten innehåller osynliga styrtecken. Ta bort dem eller skriv om texten."
            )
        if found := self.unknown_numbers(value):
            raise ValidationError(why_refused(found), code="personal_number")

    def unknown_numbers(self, text: str) -> list[PersonalNumber]:
        """The personal numbers in `text` that nobody has said are something else."""
        return [n for n in find_personal_numbers(text) if n.digits not in self.declared]


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
