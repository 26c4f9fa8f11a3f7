"""What a case can be, and which state may follow which."""

from django.db.models import TextChoices

from guide.causes import Cause

# What has happened at the employer; the guide tells measures and examples apart by the same.
Trigger = Cause


class State(TextChoices):
    """Whether work goes on in the case."""

    OPEN = "OPEN", "Pågår"
    PAUSED = "PAUSED", "Vilande"
    CLOSED = "CLOSED", "Avslutat"


NEXT_STATES: dict[State, frozenset[State]] = {
    State.OPEN: frozenset({State.PAUSED, State.CLOSED}),
    State.PAUSED: frozenset({State.OPEN, State.CLOSED}),
    State.CLOSED: frozenset({State.OPEN}),
}


class Visibility(TextChoices):
    """Who in the municipality can see that the case exists."""

    INTERNAL = "INTERNAL", "Intern: alla hos er som arbetar med ärenden ser det"
    RESTRICTED = "RESTRICTED", "Ej offentligt: bara namngivna personer"


class StepState(TextChoices):
    """What became of something for the first days."""

    DONE = "DONE", "Klart"
    SET_ASIDE = "SET_ASIDE", "Inte aktuellt"


class ShareMode(TextChoices):
    """How another organisation may read: as it is now, or one frozen report."""

    LIVE = "LIVE", "Löpande"
    SNAPSHOT = "SNAPSHOT", "Ögonblicksbild"
