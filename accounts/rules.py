"""Rules about members: which roles an organisation has, who may be given one, whose may end."""

from collections.abc import Collection, Iterator

from accounts.models import SYSTEM_EMAIL, Organisation, OrganisationKind
from accounts.permissions import Role

# Which roles there is a use for in which kind of organisation. Gotland is both municipality and
# region (product.md, decision 12).
ROLES_IN: dict[OrganisationKind, tuple[Role, ...]] = {
    OrganisationKind.MUNICIPALITY: (Role.CASE_OFFICER, Role.REPORT_OFFICER, Role.ADMIN),
    OrganisationKind.REGION: (Role.COORDINATOR, Role.REPORT_OFFICER, Role.ADMIN),
    OrganisationKind.PARTNER: (Role.CASE_OFFICER, Role.REPORT_OFFICER, Role.ADMIN),
}


def roles_for(organisation: Organisation) -> tuple[Role, ...]:
    """The roles that may be held in `organisation`, in the order of the enum."""
    wanted = set(ROLES_IN[OrganisationKind(organisation.kind)])
    if organisation.is_region:
        wanted |= set(ROLES_IN[OrganisationKind.REGION])
    return tuple(role for role in Role if role in wanted)


def blockers_to_invite(*, email: str, is_active: bool) -> Iterator[str]:
    """Why the person with this address may not be invited. `is_active` is True for a new person."""
    if email == SYSTEM_EMAIL or not is_active:
        yield "Den här e-postadressen går inte att bjuda in. Kontrollera att den är rätt."


def blockers_to_give(
    organisation: Organisation, role: Role, *, held: Collection[str]
) -> Iterator[str]:
    """Why someone who holds `held` in `organisation` may not be given `role`."""
    if role not in roles_for(organisation):
        yield f"Rollen {role.label.lower()} finns inte i {organisation.name}."
    if role in held:
        yield f"Personen har redan rollen {role.label.lower()}."


def blockers_to_end(role: Role, *, is_ended: bool, admins: int) -> Iterator[str]:
    """Why a membership may not end. `admins` is how many administrators the organisation has."""
    if is_ended:
        yield "Rollen är redan avslutad."
    elif role == Role.ADMIN and admins <= 1:
        yield "Organisationen måste ha minst en förvaltare. Ge någon annan rollen först."
