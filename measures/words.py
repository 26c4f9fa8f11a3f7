"""How a measure's new state reads in the log, as a proposal for the writer. Pure."""

from measures.states import State


def proposed_note(title: str, state: State, *, handed_over_to: str = "") -> str:
    """What the log may say of a measure that has become `state`, true as it stands.

    Never holds the reason for the state: that is for the municipalities, and a note is for all.
    """
    return {
        State.IDEA: f"Insatsen {title} är en idé igen.",
        State.DECIDED: f"Det är beslutat att insatsen {title} ska genomföras.",
        State.ONGOING: f"Insatsen {title} har börjat.",
        State.DONE: f"Insatsen {title} är genomförd.",
        State.CANCELLED: f"Insatsen {title} avbryts.",
        State.HANDED_OVER: f"{handed_over_to} tar över insatsen {title}.",
    }[state]
