"""Who may what, as data: roles, permissions, and which role has which (product.md, decision 5)."""

from django.db import models
from django.db.models import TextChoices


class Role(TextChoices):
    """What a person is in an organisation. One person may hold several."""

    CASE_OFFICER = "CASE_OFFICER", "Näringslivsutvecklare"
    REPORT_OFFICER = "REPORT_OFFICER", "Tjänsteperson (rapporter)"
    COORDINATOR = "COORDINATOR", "Regional samordnare"
    ADMIN = "ADMIN", "Förvaltare"


class Permission(models.TextChoices):
    """What a person may do with one case."""

    VIEW_CASE = "VIEW_CASE", "läsa ärendet"
    VIEW_INSIDE = "VIEW_INSIDE", "läsa arbetsmaterial i ärendet"
    LOG = "LOG", "skriva i loggboken och planera insatser"
    STEER_CASE = "STEER_CASE", "leda ärendet"
    ISSUE_REPORT = "ISSUE_REPORT", "ta fram och fastställa rapporter"


READER: frozenset[Permission] = frozenset({Permission.VIEW_CASE, Permission.VIEW_INSIDE})

# In a municipality that takes part in the case.
PARTICIPANT_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.CASE_OFFICER: READER | {Permission.LOG, Permission.ISSUE_REPORT},
    Role.REPORT_OFFICER: READER | {Permission.ISSUE_REPORT},
    Role.COORDINATOR: frozenset(),
    Role.ADMIN: frozenset(),
}

# In the municipality that leads the case, besides the above.
LEAD_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.CASE_OFFICER: frozenset({Permission.STEER_CASE}),
    Role.REPORT_OFFICER: frozenset(),
    Role.COORDINATOR: frozenset(),
    Role.ADMIN: frozenset(),
}

# By a live share to an organisation: the roles there that see what is shared.
SHARE_READING_ROLES: tuple[Role, ...] = (Role.CASE_OFFICER, Role.REPORT_OFFICER, Role.COORDINATOR)

# The roles that see the cases their own municipality takes part in.
CASE_READING_ROLES: tuple[Role, ...] = tuple(
    role for role, held in PARTICIPANT_PERMISSIONS.items() if Permission.VIEW_CASE in held
)

# The roles that write in the log of such a case.
CASE_LOGGING_ROLES: tuple[Role, ...] = tuple(
    role for role, held in PARTICIPANT_PERMISSIONS.items() if Permission.LOG in held
)

# The roles whose holders may open a case for their municipality.
CASE_OPENING_ROLES: tuple[Role, ...] = (Role.CASE_OFFICER,)

# Who can give a missing right, in words for "Varför inte?".
WHO_CAN_GIVE: dict[Permission, str] = {
    Permission.VIEW_CASE: "ärendets ansvariga",
    Permission.VIEW_INSIDE: "ärendets ansvariga",
    Permission.LOG: "kommunens förvaltare, som kan ge dig rollen näringslivsutvecklare",
    Permission.STEER_CASE: "den kommun som leder ärendet",
    Permission.ISSUE_REPORT: "kommunens förvaltare, som kan ge dig rollen tjänsteperson",
}
