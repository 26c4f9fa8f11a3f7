"""A file's name as people gave it, made safe to keep and to send: no paths, the ending of its content."""

import re
import unicodedata

from core.text import find_personal_numbers
from logbook.files.kinds import SORTS, FileKind, NotAccepted

LONGEST = 150
NAMELESS = "fil"
# Letters that turn the direction of writing can make "exe.pdf" out of "fdp.exe".
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_NOT_ON_WINDOWS = str.maketrans(dict.fromkeys('<>:"|?*', "_"))
_KNOWN_ENDINGS = {ending for sort in SORTS.values() for ending in sort.endings}


def clean_name(raw: str) -> str:
    """The last part of a path, in composed letters (å as one letter), at most LONGEST long.

    Raises NotAccepted for control characters and unmistakable personal identity numbers.
    """
    if _UNSEEN.search(raw):
        raise NotAccepted(
            "Filens namn innehåller osynliga styrtecken. Byt namn på filen och välj den igen."
        )
    name = unicodedata.normalize("NFC", raw).replace("\\", "/").rpartition("/")[2]
    name = " ".join(name.translate(_NOT_ON_WINDOWS).split()).strip(". ") or NAMELESS
    if found := find_personal_numbers(name):
        raise NotAccepted(
            f"Filens namn innehåller ett personnummer ({found[0].text}). "
            "Byt namn på filen och välj den igen."
        )
    return _shortened(name)


def with_ending(name: str, kind: FileKind) -> str:
    """The name with an ending that tells the truth: bild.pdf that is a PNG becomes bild.png."""
    sort = SORTS[kind]
    stem, dot, ending = name.rpartition(".")
    if dot and ending.lower() in sort.endings:
        return name
    if dot and stem and ending.lower() in _KNOWN_ENDINGS:
        name = stem
    return _shortened(f"{name}.{sort.ending}")


def _shortened(name: str) -> str:
    if len(name) <= LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    tail = f".{ending}" if dot and len(ending) <= 10 else ""
    return (stem if tail else name)[: LONGEST - len(tail)].rstrip(". ") + tail
