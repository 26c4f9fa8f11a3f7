"""The letters of the app: an invitation, with the link where a new person chooses a password."""

import logging
from smtplib import SMTPException

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import Organisation, User

logger = logging.getLogger(__name__)


def password_link(user: User, *, site: str) -> str:
    """The address where `user` chooses a password; good until used, or for PASSWORD_RESET_TIMEOUT.

    `site` is the address of the site's root, for example "https://omstallning.example.se/".
    """
    kwargs = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return site.rstrip("/") + reverse("account_reset_password_from_key", kwargs=kwargs)


def send_invitation(
    user: User, organisation: Organisation, *, roles: list[str], inviter: str, site: str
) -> bool:
    """Tell `user` of their roles, with a link to choose a password when they have none.

    `roles` are labels. False when the mail server would not take it; the role is given anyway.
    """
    context = {
        "user": user,
        "organisation": organisation,
        "roles": [role.lower() for role in roles],
        "inviter": inviter,
        "site": site,
        "link": "" if user.has_usable_password() else password_link(user, site=site),
    }
    subject = f"Inbjudan från {organisation.name} till Omställning"
    body = render_to_string("accounts/mail/invitation.txt", context)
    try:
        send_mail(subject, body, None, [user.email])
    except (SMTPException, OSError):
        logger.exception("The invitation to user %s was not sent", user.pk)
        return False
    return True
