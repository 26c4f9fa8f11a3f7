"""How it stands with a supplier of the employer."""

from django.db.models import TextChoices


class SupplierState(TextChoices):
    """What is known of how the supplier takes the blow."""

    NOT_ASKED = "NOT_ASKED", "Inte kontaktad"
    MANAGES = "MANAGES", "Klarar sig"
    AT_RISK = "AT_RISK", "Jobb hotas"
    CUTS_DOWN = "CUTS_DOWN", "Säger upp"
    CLOSES = "CLOSES", "Lägger ner"


# Those whose jobs still count as at risk.
STILL_AT_RISK = frozenset({SupplierState.NOT_ASKED, SupplierState.AT_RISK})
