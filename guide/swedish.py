"""Swedish letters: alphabetical order, and words reduced to what searching compares."""

import re
import unicodedata

_AFTER_Z = str.maketrans({"å": "{", "ä": "|", "ö": "}"})
_WORD = re.compile(r"[^\W_]+")


def alphabetical(text: str) -> str:
    """A sort key that puts å, ä and ö after z and other accented letters with their plain ones."""
    return "".join(_plain(letter) for letter in fold(text)).translate(_AFTER_Z)


def fold(text: str) -> str:
    """Lower case in one Unicode form, so that "Ö" typed as two characters is still "ö"."""
    return unicodedata.normalize("NFC", text).casefold()


def words(text: str) -> list[str]:
    """The words of a text, folded."""
    return _WORD.findall(fold(text))


def _plain(letter: str) -> str:
    return letter if letter in "åäö" else unicodedata.normalize("NFD", letter)[0]
