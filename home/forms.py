"""The form for searching."""

from core.forms import ShortTextField
from logbook.filters import EntryFilterForm
from logbook.search import LONGEST


class SearchForm(EntryFilterForm):
    """What to look for in all that the person may see; log entries can be narrowed further."""

    om = ShortTextField(label="Insats eller huvudaktivitet", max_length=LONGEST, required=False)
    av = ShortTextField(label="Skriven av", max_length=LONGEST, required=False)

    field_order = ("q", "period", "fran", "till", "om", "av", "slag", "fas")

    @property
    def is_about_words(self) -> bool:
        """Whether nothing but words is asked for, so that cases and measures can answer too."""
        return all(choice.field == "q" for choice in self.chosen)
