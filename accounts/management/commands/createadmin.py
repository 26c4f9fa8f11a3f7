"""Makes an organisation's first administrator in a real installation, and the link to get in by."""

import difflib
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone

from accounts import actions, letters, queries
from accounts.models import Organisation, OrganisationKind, User
from accounts.permissions import Role
from core.actions import Refused

NEAR_MATCHES = 5


class Command(BaseCommand):
    """Gives a person the role of administrator, as the system; asks for what is missing."""

    help = (
        "Gör en person till förvaltare i en organisation och skriver ut länken där hen väljer "
        "lösenord. Frågar efter det som fattas."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", help="personens e-postadress, som blir inloggning")
        parser.add_argument("--name", help="personens namn")
        parser.add_argument(
            "--organisation", help='namn eller kod, till exempel "Bjuvs kommun" eller 1260'
        )
        parser.add_argument(
            "--create-kind",
            choices=[kind.value for kind in OrganisationKind],
            help="lägg till organisationen om den inte finns, av det här slaget",
        )
        parser.add_argument(
            "--site", default="", help="adressen till tjänsten, till exempel https://exempel.se"
        )
        parser.add_argument(
            "--send", action="store_true", help="skicka länken i ett brev till personen också"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = self._organisation(
            options["organisation"] or ask("Organisation: "), options["create_kind"]
        )
        email = checked_email(options["email"] or ask("E-postadress: "))
        name = (options["name"] or ask("Namn: ")).strip()
        if not name or len(name) > 120:
            raise CommandError("Namnet ska ha mellan 1 och 120 tecken.")
        try:
            membership = actions.invite_member(
                organisation=organisation,
                email=email,
                name=name,
                role=Role.ADMIN,
                actor=User.objects.system(),
                at=timezone.now(),
            )
        except Refused as refused:
            raise CommandError(" ".join(refused.reasons)) from None
        self.stdout.write(f"{email} är nu förvaltare i {organisation.name}.")
        self._tell(
            membership.user, organisation, options["site"] or default_site(), options["send"]
        )

    def _organisation(self, wanted: str, kind: str | None) -> Organisation:
        found = queries.organisations_called(wanted)
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(f"{each.name} ({each.code or each.pk})" for each in found)
            raise CommandError(
                f'Flera organisationer heter "{wanted}": {names}. Skriv hela namnet.'
            )
        if kind:
            return actions.add_organisation(
                name=wanted.strip(),
                kind=OrganisationKind(kind),
                actor=User.objects.system(),
                at=timezone.now(),
            )
        alike = difflib.get_close_matches(
            wanted, queries.organisation_names(), n=NEAR_MATCHES, cutoff=0.5
        )
        near = f" Menade du {', '.join(alike)}?" if alike else ""
        raise CommandError(
            f'Ingen organisation heter "{wanted}".{near} '
            "Lägg till den med --create-kind om den ska finnas."
        )

    def _tell(self, user: User, organisation: Organisation, site: str, send: bool) -> None:
        if not user.has_usable_password():
            self.stdout.write("Lösenordet väljs här (länken gäller i tre dagar, en gång):")
            self.stdout.write(letters.password_link(user, site=site))
        if send:
            sent = letters.send_invitation(
                user,
                organisation,
                roles=[Role.ADMIN.label],
                inviter="Den som sköter systemet",
                site=site,
            )
            self.stdout.write("Brevet är skickat." if sent else "Brevet gick inte att skicka.")


def ask(question: str) -> str:
    """The answer typed; without anyone to ask, an error that says which option is missing."""
    if not sys.stdin.isatty():
        raise CommandError("Ange --organisation, --email och --name.")
    while not (answer := input(question).strip()):
        pass
    return answer


def checked_email(text: str) -> str:
    email = text.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise CommandError(f'"{text}" är ingen e-postadress.') from None
    return email


def default_site() -> str:
    """Where the service is, as far as the settings know."""
    if settings.LOCAL:
        return "http://127.0.0.1:8000/"
    if settings.CSRF_TRUSTED_ORIGINS:
        return str(settings.CSRF_TRUSTED_ORIGINS[0])
    return f"https://{settings.ALLOWED_HOSTS[0].lstrip('.')}/"
