"""Links from any page to the guide: a word to its explanation."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guide.load import guide

register = template.Library()


@register.simple_tag
def guide_word(key: str, text: str = "") -> SafeString:
    """The word, linked to its place in the glossary. A key that is not there is a KeyError."""
    term = guide().term(key)
    return format_html(
        '<a href="{}#{}">{}</a>', reverse("guide:glossary"), term.key, text or term.term
    )
