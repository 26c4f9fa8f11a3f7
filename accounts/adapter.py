"""How allauth behaves here: nobody signs up, everything is said in Swedish, redirects stay here."""

import base64
import logging
from functools import lru_cache
from smtplib import SMTPException
from typing import Any, ClassVar

import qrcode  # type: ignore[import-untyped]
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.signup import send_unknown_account_mail
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from qrcode.image.svg import SvgPathFillImage  # type: ignore[import-untyped]

from accounts.models import Membership

logger = logging.getLogger(__name__)

TOO_MANY = "För många försök. Vänta fem minuter och försök igen."


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an organisation's administrator, or by `manage.py createadmin`."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        # One sentence for every wrong login: it must not tell whether the address exists.
        "email_password_mismatch": "E-postadressen eller lösenordet stämmer inte.",
        "invalid_login": "E-postadressen eller lösenordet stämmer inte.",
        "too_many_login_attempts": (
            "För många misslyckade försök att logga in. Vänta fem minuter och försök igen."
        ),
        "rate_limited": TOO_MANY,
        "incorrect_code": "Koden stämmer inte. Vänta på en ny kod i appen och skriv den.",
        "incorrect_password": "Lösenordet stämmer inte.",
        "enter_current_password": "Lösenordet stämmer inte.",
        "invalid_password_reset": "Länken gäller inte längre.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There are no usernames."""

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:account")

    def is_safe_url(self, url: str) -> bool:
        """Where `next` may lead: to this very host only."""
        request = context.request
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """For whoever watches the service. Without the address typed: it may be a password."""
        logger.warning("A login failed, from %s", self.get_client_ip(request))

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """The change it tells of is made; a mail server that is down must not undo the answer."""
        try:
            super().send_notification_mail(*args, **kwargs)
        except (SMTPException, OSError):
            logger.exception("A letter about a change of an account was not sent")

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """A guest has no password and gets none this way (product.md, decision 11)."""
        if user.has_usable_password() or Membership.objects.held_by(user).exists():
            super().send_password_reset_mail(user, email, context)
        else:
            send_unknown_account_mail(self.request, email)


class TwoStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Two-step login. The secrets lie encrypted, so that a copy of the database is not enough."""

    error_messages: ClassVar[dict[str, Any]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "Koden stämmer inte. Vänta på en ny kod i appen och skriv den.",
        "cannot_generate_recovery_codes": "Slå på tvåstegsinloggning innan du skapar reservkoder.",
    }

    def build_totp_svg(self, url: str) -> str:
        """On white ground, or no app could read it in dark mode."""
        return str(qrcode.make(url, image_factory=SvgPathFillImage).to_string(encoding="unicode"))

    def encrypt(self, text: str) -> str:
        return _box(_secret_keys()).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box(_secret_keys()).decrypt(encrypted_text.encode()).decode()


def _secret_keys() -> tuple[str, ...]:
    """The present key first; older ones still open what they closed."""
    return tuple(str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@lru_cache
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet(
        Fernet(
            base64.urlsafe_b64encode(
                HKDF(algorithm=SHA256(), length=32, salt=None, info=b"two-step login").derive(
                    key.encode()
                )
            )
        )
        for key in keys
    )
