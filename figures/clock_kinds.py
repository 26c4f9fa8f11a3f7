"""The days of a case that a person notes, since nothing else in the product records them."""

from django.db.models import TextChoices


class DateKind(TextChoices):
    """What happened or is to happen on a noted day."""

    NOTICE_FILED = "NOTICE_FILED", "Varslet kom in till Arbetsförmedlingen"
    GROUP_MET = "GROUP_MET", "Första gruppmötet"
    PLAN_ADOPTED = "PLAN_ADOPTED", "Genomförandeplanen antogs"
    LAST_WORKING_DAY = "LAST_WORKING_DAY", "Sista arbetsdagen"
    REPORT_STOP = "REPORT_STOP", "Nästa rapports stoppdatum"
    FOLLOWED_UP_6 = "FOLLOWED_UP_6", "Siffror efter 6 månader hämtades"
    FOLLOWED_UP_12 = "FOLLOWED_UP_12", "Siffror efter 12 månader hämtades"
    FOLLOWED_UP_24 = "FOLLOWED_UP_24", "Siffror efter 24 månader hämtades"


# After how many months a closed case asks how it went, and what is noted when that is known.
FOLLOW_UPS: dict[int, DateKind] = {
    6: DateKind.FOLLOWED_UP_6,
    12: DateKind.FOLLOWED_UP_12,
    24: DateKind.FOLLOWED_UP_24,
}

# What these tell of has happened, so the day may not lie ahead (product.md, decision 7).
HAS_HAPPENED: frozenset[DateKind] = frozenset(
    {
        DateKind.NOTICE_FILED,
        DateKind.GROUP_MET,
        DateKind.PLAN_ADOPTED,
        *FOLLOW_UPS.values(),
    }
)


def kinds_to_note(*, is_closed: bool) -> list[DateKind]:
    """What may be noted: follow-ups come last, and only when the case is closed."""
    return [kind for kind in DateKind if is_closed or kind not in FOLLOW_UPS.values()]
