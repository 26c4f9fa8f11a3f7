"""What a measure can be, and which state may follow which."""

from django.db.models import TextChoices


class State(TextChoices):
    """How far a measure has come."""

    IDEA = "IDEA", "Idé"
    DECIDED = "DECIDED", "Beslutad"
    ONGOING = "ONGOING", "Pågår"
    DONE = "DONE", "Genomförd"
    CANCELLED = "CANCELLED", "Avbruten"
    HANDED_OVER = "HANDED_OVER", "Överlämnad"


NEXT_STATES: dict[State, frozenset[State]] = {
    State.IDEA: frozenset({State.DECIDED, State.ONGOING, State.CANCELLED}),
    State.DECIDED: frozenset({State.IDEA, State.ONGOING, State.CANCELLED}),
    State.ONGOING: frozenset({State.DECIDED, State.DONE, State.CANCELLED, State.HANDED_OVER}),
    State.DONE: frozenset({State.ONGOING}),
    State.CANCELLED: frozenset({State.IDEA, State.DECIDED, State.ONGOING}),
    State.HANDED_OVER: frozenset({State.ONGOING}),
}

ENDED: frozenset[State] = frozenset({State.DONE, State.CANCELLED, State.HANDED_OVER})
