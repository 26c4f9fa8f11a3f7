"""The people and organisations of the demo. All are made up."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts import actions
from accounts.models import Organisation, OrganisationKind, User
from accounts.permissions import Role

PASSWORD = "omstallning-demo"  # noqa: S105 - printed by make run; only ever in demo data
REGION = "Region Väst"
MEMBERS_SINCE = timedelta(days=3 * 365)
MUNICIPALITIES = (
    "Norrby",
    "Söderby",
    "Samby",
    "Åsvik",
    "Granfors",
    "Kvarnsjö",
    "Björkhamn",
    "Ekmora",
    "Hällestrand",
    "Vintervik",
    "Mossebo",
    "Rönnåsa",
    "Strömslund",
    "Lindesjö",
)


@dataclass(frozen=True)
class Person:
    """Someone of the cast."""

    key: str
    name: str
    email: str
    organisation: str
    role: Role


PEOPLE = (
    Person("alice", "Alice Andersson", "alice@norrby.example", "Norrby", Role.CASE_OFFICER),
    Person("bo", "Bo Berg", "bo@norrby.example", "Norrby", Role.CASE_OFFICER),
    Person("rolf", "Rolf Roos", "rolf@norrby.example", "Norrby", Role.REPORT_OFFICER),
    Person("karin", "Karin Kvist", "karin@norrby.example", "Norrby", Role.REPORT_OFFICER),
    Person("ada", "Ada Ahl", "ada@norrby.example", "Norrby", Role.ADMIN),
    Person("charlie", "Charlie Ceder", "charlie@soderby.example", "Söderby", Role.CASE_OFFICER),
    Person("disa", "Disa Dahl", "disa@soderby.example", "Söderby", Role.CASE_OFFICER),
    Person("jonna", "Jonna Juhl", "jonna@joint.example", "Samby", Role.CASE_OFFICER),
    Person("jan", "Jan Järv", "jan@joint.example", "Samby", Role.CASE_OFFICER),
    Person("siv", "Siv Sand", "siv@regionvast.example", REGION, Role.COORDINATOR),
)

# Two officers in each of the other municipalities, for the lighter cases.
OFFICERS = {
    "Åsvik": ("Elin Ekdal", "Peter Palm"),
    "Granfors": ("Mona Mårdh", "Tor Tall"),
    "Kvarnsjö": ("Lena Lönn", "Olle Orre"),
    "Björkhamn": ("Hanna Hasselgren", "Nils Nordh"),
    "Ekmora": ("Yvonne Ytterberg", "Sven Svane"),
    "Hällestrand": ("Fatima Falk", "Urban Uddman"),
    "Vintervik": ("Gerd Granath", "Ivar Idgren"),
    "Mossebo": ("Maja Mossberg", "Rut Rönnberg"),
    "Rönnåsa": ("Amir Asplund", "Tove Tidlund"),
    "Strömslund": ("Britta Björnlund", "Emil Enbom"),
    "Lindesjö": ("Vera Vide", "Kalle Kråkvik"),
}


def officers_of(municipality: str) -> tuple[str, str]:
    """The keys of the responsible officer and the deputy."""
    named = {"Norrby": ("alice", "bo"), "Söderby": ("charlie", "disa"), "Samby": ("jonna", "jan")}
    return named.get(municipality) or (f"{municipality}-1", f"{municipality}-2")


def everybody() -> Iterator[Person]:
    """The whole cast."""
    yield from PEOPLE
    for municipality, names in OFFICERS.items():
        domain = municipality.lower().translate(str.maketrans("åäö", "aao"))
        for number, name in enumerate(names, start=1):
            email = f"{name.split()[0].lower()}@{domain}.example"
            yield Person(f"{municipality}-{number}", name, email, municipality, Role.CASE_OFFICER)


@dataclass(frozen=True)
class Cast:
    """The cast as rows, by key."""

    users: dict[str, User] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)


def is_made() -> bool:
    """Whether the whole cast is there. One query."""
    emails = [person.email for person in everybody()]
    return User.objects.filter(email__in=emails).count() == len(emails)


def strangers() -> int:
    """How many people there are who are no part of the demo: then it is somebody's real data."""
    emails = [person.email for person in everybody()]
    return User.objects.exclude(email__in=emails).exclude(pk=User.objects.system().pk).count()


def make_cast() -> Cast:
    """Make what is missing of the cast, and hand out all of it."""
    system, at = User.objects.system(), timezone.now() - MEMBERS_SINCE
    cast = Cast()
    region = _organisation(REGION, OrganisationKind.REGION, None, system, at)
    cast.organisations[REGION] = region
    for name in MUNICIPALITIES:
        cast.organisations[name] = _organisation(
            name, OrganisationKind.MUNICIPALITY, region, system, at
        )
    existing = {user.email: user for user in User.objects.all()}
    # Argon2 is slow on purpose; one hash does for all, since the password is no secret.
    password = "" if is_made() else make_password(PASSWORD)
    for person in everybody():
        user = existing.get(person.email)
        if user is None:
            user = User.objects.create(email=person.email, name=person.name, password=password)
            actions.give_role(
                user=user,
                organisation=cast.organisations[person.organisation],
                role=person.role,
                actor=system,
                at=at,
            )
        cast.users[person.key] = user
    return cast


def _organisation(
    short_name: str,
    kind: OrganisationKind,
    region: Organisation | None,
    system: User,
    at: datetime,
) -> Organisation:
    name = f"{short_name} kommun" if kind == OrganisationKind.MUNICIPALITY else short_name
    found = Organisation.objects.filter(kind=kind, name=name).first()
    return found or actions.add_organisation(
        name=name, kind=kind, short_name=short_name, region=region, actor=system, at=at
    )
