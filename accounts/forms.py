"""The app's own forms, and allauth's with our labels and sentences."""

import re
from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import uuid4

from allauth.account import forms as allauth_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.recovery_codes import forms as recovery_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.core.validators import RegexValidator

from accounts.permissions import Role
from core.forms import Form, ShortTextField

LONG_ENOUGH = "Minst 12 tecken. Gärna flera ord efter varandra."
TELEPHONE = re.compile(r"\A[0-9+()\- ]{5,}\Z")


class TelephoneField(ShortTextField):
    """A telephone number as people write it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        said = "Skriv telefonnumret med siffror, till exempel 070-123 45 67."
        self.validators.append(RegexValidator(TELEPHONE, said))


class DetailsForm(Form):
    """One's own name and telephone number."""

    name = ShortTextField(
        label="Namn", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = TelephoneField(
        label="Telefon",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )


class RoleForm(Form):
    """A role out of those that may be given."""

    role = forms.ChoiceField(label="Roll")
    once = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Välj roll"), *((role.value, role.label) for role in roles)]

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class InviteForm(RoleForm):
    """A person to invite, with their first role."""

    name = ShortTextField(label="Namn", max_length=120)
    email = forms.EmailField(
        label="E-postadress",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": "E-postadressen är för lång: högst 254 tecken får plats."},
    )
    field_order = ["name", "email", "role", "once"]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


# --- allauth's forms (ACCOUNT_FORMS, MFA_FORMS) --------------------------------------------------


class _OurWords:
    """Sets our labels and hints on a form of allauth's, and takes its placeholders away."""

    words: ClassVar[dict[str, tuple[str, str]]] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.widget.attrs.pop("placeholder", None)


class LoginForm(Form, _OurWords, allauth_forms.LoginForm):  # type: ignore[misc]
    """E-mail and password."""

    words: ClassVar = {"login": ("E-postadress", ""), "password": ("Lösenord", "")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The browser's own list of saved logins goes by this.
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class _TwicePassword:
    """A new password written twice."""

    def clean(self) -> dict[str, Any]:
        # allauth's own sentence for this is not ours; said here instead of in its mixin.
        data: dict[str, Any] = super(allauth_forms.PasswordVerificationMixin, self).clean()  # type: ignore[misc]
        first, second = data.get("password1"), data.get("password2")
        if first and second and first != second:
            self.add_error("password2", "Lösenorden är inte lika. Skriv samma lösenord två gånger.")  # type: ignore[attr-defined]
        return data


class ChangePasswordForm(Form, _OurWords, _TwicePassword, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    """A new password for who knows the old one."""

    words: ClassVar = {
        "oldpassword": ("Nuvarande lösenord", ""),
        "password1": ("Nytt lösenord", LONG_ENOUGH),
        "password2": ("Nytt lösenord igen", ""),
    }


class ResetPasswordForm(Form, _OurWords, allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    """Where to send the link."""

    words: ClassVar = {"email": ("E-postadress", "")}


class ResetPasswordKeyForm(Form, _OurWords, _TwicePassword, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password for who has the link."""

    words: ClassVar = {
        "password1": ("Nytt lösenord", LONG_ENOUGH),
        "password2": ("Nytt lösenord igen", ""),
    }


class ReauthenticateForm(Form, _OurWords, allauth_forms.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something delicate."""

    words: ClassVar = {"password": ("Lösenord", "")}


class _Code:
    """A field for the six digits of an app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]  # type: ignore[attr-defined]
        code.widget.attrs |= {"autocomplete": "one-time-code", "spellcheck": "false"}


class AuthenticateForm(Form, _OurWords, _Code, mfa_forms.AuthenticateForm):  # type: ignore[misc]
    """The second step of a login."""

    words: ClassVar = {"code": ("Kod", "Sex siffror från appen, eller en av dina reservkoder.")}


class ReauthenticateByCodeForm(Form, _OurWords, _Code, mfa_forms.ReauthenticateForm):  # type: ignore[misc]
    """The code once more, before something delicate."""

    words: ClassVar = {"code": ("Kod", "Sex siffror från appen, eller en av dina reservkoder.")}


class ActivateTOTPForm(Form, _OurWords, _Code, totp_forms.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an app, as proof that it works."""

    words: ClassVar = {"code": ("Kod", "De sex siffror som appen visar nu.")}


class DeactivateTOTPForm(Form, totp_forms.DeactivateTOTPForm):  # type: ignore[misc]
    """Nothing to fill in."""


class GenerateRecoveryCodesForm(Form, recovery_forms.GenerateRecoveryCodesForm):  # type: ignore[misc]
    """Nothing to fill in."""
