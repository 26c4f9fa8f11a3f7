"""Form fields for numbers as people write them in Swedish: decimal comma, spaces between thousands."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import DecimalValidator

_WRITTEN = re.compile(r"[-−]?\d{1,3}(?:[\s\u00a0]\d{3})+(?:[.,]\d+)?|[-−]?\d+(?:[.,]\d+)?")


def parse_decimal(text: str) -> Decimal | None:
    """The number that `text` means: "1 234,5", "1234.5" or "−3". None when it is none."""
    words = text.strip().removesuffix("%").strip()
    if not _WRITTEN.fullmatch(words):
        return None
    plain = re.sub(r"[\s\u00a0]", "", words).replace(",", ".").replace("−", "-")
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


class SwedishDecimalField(forms.DecimalField):
    """A decimal number. Never a float: what is typed is what is kept."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("inputmode", "decimal")
        self.widget.attrs.setdefault("autocomplete", "off")
        digits = (self.max_digits or 0) - (self.decimal_places or 0)
        self.error_messages |= {
            "invalid": "Skriv ett tal, till exempel 12,5.",
            "min_value": "Talet får inte vara mindre än %(limit_value)s.",
            "max_value": "Talet får inte vara större än %(limit_value)s.",
        }
        for validator in self.validators:
            if isinstance(validator, DecimalValidator):
                validator.messages = {
                    "invalid": str(self.error_messages["invalid"]),
                    "max_digits": f"Talet får ha högst {self.max_digits} siffror.",
                    "max_decimal_places": f"Skriv högst {self.decimal_places} decimaler.",
                    "max_whole_digits": f"Talet får ha högst {digits} siffror före kommat.",
                }

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value
        number = parse_decimal(str(value))
        if number is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return number

    def prepare_value(self, value: Any) -> Any:
        return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else value
