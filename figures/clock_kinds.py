"""The days of a case that a person notes, since nothing else in the product records them."""

from django.db.models import TextChoices


class DateKind(TextChoices):
    """What happened or is to happen on a noted day."""

    NOTICE_FILED = "NOTICE_FILED", "Varslet kom in till Arbetsförmedlingen"
    GROUP_MET = "GROUP_MET", "Första gruppmötet"
    PLAN_ADOPTED = "PLAN_ADOPTED", "Genomförandeplanen antogs"
    LAST_WORKING_DAY = "LAST_WORKING_DAY", "Sista arbetsdagen"
    REPORT_STOP = "REPORT_STOP", "Nästa rapports stoppdatum"


# What these tell of has happened, so the day may not lie ahead (product.md, decision 7).
HAS_HAPPENED: frozenset[DateKind] = frozenset(
    {DateKind.NOTICE_FILED, DateKind.GROUP_MET, DateKind.PLAN_ADOPTED}
)
