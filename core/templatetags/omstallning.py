"""The few tags and filters of our templates; built in, so no page needs to load them."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core import text
from core.days import day_words

register = template.Library()
HARD_SPACE = "\N{NO-BREAK SPACE}"


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the sprite (scripts/vendor.py). Decoration only: the words stand beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("vendor/icons.svg"),
        name,
    )


def _as_day(value: date | datetime) -> date:
    return timezone.localdate(value) if isinstance(value, datetime) else value


@register.filter
def iso(value: date | datetime | None) -> str:
    """2026-03-01. Cheap: for lists and tables."""
    return _as_day(value).isoformat() if value else ""


@register.filter
def day(value: date | datetime | None) -> str:
    """1 mars 2026. For running text."""
    return day_words(_as_day(value)) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """2026-03-01 14:32, Swedish time."""
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else ""


@register.simple_tag
def period(first: date | None, last: date | None) -> str:
    """A day or a period in words; whole months and years as such: "juni 2016"."""
    return day_words(first, last)


@register.filter
def thousands(value: int | None) -> str:
    """12 500 with hard spaces."""
    return "" if value is None else f"{value:,}".replace(",", HARD_SPACE)


@register.filter
def decimal(value: Decimal | float | None) -> str:
    """2,5 with a decimal comma, all decimals as they are."""
    return "" if value is None else f"{value:,}".replace(",", HARD_SPACE).replace(".", ",")


@register.filter
def short_decimal(value: Decimal | None) -> str:
    """2,5 or 12 with a decimal comma and no empty decimals."""
    if value is None:
        return ""
    whole, _, rest = f"{value:,f}".replace(",", HARD_SPACE).partition(".")
    return f"{whole},{rest}" if (rest := rest.rstrip("0")) else whole


@register.filter
def file_size(value: int) -> str:
    """240 kB, 1,4 MB."""
    return text.file_size(value)


@register.filter
def marked(text: str, pattern: "re.Pattern[str] | str | None") -> SafeString:
    """`text` with everything that `pattern` finds inside <mark>; the pattern is one group."""
    if not isinstance(pattern, re.Pattern):
        return format_html("{}", text)
    # Every second part is a hit.
    marks = (
        ("<mark>{}</mark>" if place % 2 else "{}", part)
        for place, part in enumerate(pattern.split(text))
    )
    return mark_safe("".join(format_html(form, part) for form, part in marks))  # noqa: S308


@register.simple_tag(takes_context=True)
def querystring_without(context: template.Context, *names: str) -> str:
    """The address' query without `names` and without the place in a paged list."""
    query = context["request"].GET.copy()
    for name in (*names, "fore", "sida"):
        query.pop(name, None)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def querystring_with(context: template.Context, name: str, value: object) -> str:
    """The address' query with one value, whose name is known in the template only as a variable."""
    query = context["request"].GET.copy()
    query[name] = str(value)
    return f"?{query.urlencode()}"


@register.filter
def get(mapping: Mapping[Any, Any] | None, key: object) -> Any:
    """The value under `key`; None without one, or without a mapping."""
    return mapping.get(key) if mapping else None


@register.simple_tag
def count(number: int, one: str, many: str) -> str:
    """A count with its word: {% count n "insats" "insatser" %}."""
    return f"{thousands(number)}{HARD_SPACE}{one if number == 1 else many}"
