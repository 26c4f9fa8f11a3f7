"""The forms for calendar addresses."""

import uuid

from django import forms

from core.forms import Form


class CalendarForm(Form):
    """What a person's own calendar holds."""

    with_restricted = forms.BooleanField(
        label="Ta med ärenden som inte är offentliga",
        required=False,
        help_text="I kalendern står bara ärendets nummer, aldrig vad det gäller.",
    )
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    @classmethod
    def fresh(cls, *, with_restricted: bool) -> "CalendarForm":
        return cls(initial={"with_restricted": with_restricted, "once": uuid.uuid4()})


class OnceForm(Form):
    """A button that does something once."""

    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    @classmethod
    def fresh(cls) -> "OnceForm":
        return cls(initial={"once": uuid.uuid4()})
