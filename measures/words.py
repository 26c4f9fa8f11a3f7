"""How a measure's new state reads in the log, as a proposal for the writer. Pure."""

from measures.states import State


def proposed_note(title: str, state: State, *, handed_over_to: str = "") -> str:
    """What the log may say of a measure that has become `state`; … is for the writer to fill in.

    Never holds the reason for the state: that is for the municipalities, and a note is for all.
    """
    return {
        State.IDEA: f"Insatsen {title} är en idé igen. Vi väntar på …",
        State.DECIDED: f"Det är beslutat att insatsen {title} ska genomföras. Beslutet togs av …",
        State.ONGOING: f"Insatsen {title} har börjat. Först ut är …",
        State.DONE: f"Insatsen {title} är genomförd. Den har lett till …",
        State.CANCELLED: f"Insatsen {title} avbryts. Det betyder att …",
        State.HANDED_OVER: f"{handed_over_to} tar över insatsen {title}. Vi har lämnat över …",
    }[state]
