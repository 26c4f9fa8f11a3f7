"""The form for searching."""

from core.forms import FilterForm, ShortTextField


class SearchForm(FilterForm):
    """What to look for in all that the person may see."""

    q = ShortTextField(label="Sök efter", max_length=100, required=False)
