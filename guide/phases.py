"""The five phases of the guide, as the choice that cases and measures store."""

from django.db.models import IntegerChoices


class Phase(IntegerChoices):
    """The number is the stable key: the guide has changed its own wording once already."""

    PREPARE = 1, "Förbereda"
    ANALYSE = 2, "Analysera"
    PLAN = 3, "Planera och förankra"
    IMPLEMENT = 4, "Genomföra"
    FOLLOW_UP = 5, "Följa upp"
