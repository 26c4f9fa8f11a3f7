"""What must hold before a calendar address is made or ended. Pure: facts in, sentences out."""

from collections.abc import Iterator


def blockers_to_open_calendar(*, is_restricted: bool, is_inside: bool) -> Iterator[str]:
    """A case's own calendar is for the municipalities in it, and only when the case may be known."""
    if is_restricted:
        yield (
            "Ärendet är ej offentligt och har ingen egen kalender. "
            "I din egen kalender syns det med bara numret."
        )
    if not is_inside:
        yield "Ärendets kalender är till för dem som arbetar i kommunerna som deltar."


def blockers_to_close_calendar(*, has_ended: bool) -> Iterator[str]:
    if has_ended:
        yield "Adressen är redan avslutad."
