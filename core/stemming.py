"""The stem of a Swedish word: what is left when the endings of inflection are taken away.

Begun from the endings of the Snowball stemmer for Swedish (snowballstem.org, BSD licence), which
PostgreSQL has. That one also takes derivation away, so "fastighet" becomes "fast" and "statlig"
becomes "stat"; and it leaves "-et", so "kontoret" and "kontor" are different words. See
docs/decisions/0019. A stem is always the beginning of its word.
"""

VOWELS = "aeiouyåäö"
SHORTEST_BEFORE_ENDING = 3
_WRITTEN_ENDINGS = """
a arna erna orna ad e ade ande arne are aste en anden aren ern ar er or as arnas ernas ornas es
ades andes ens arens erns at andet ast et ets ena enas s t de te
"""
_ENDINGS = sorted(_WRITTEN_ENDINGS.split(), key=len, reverse=True)
# Endings that are so only after certain letters: genitive, neuter ("möjligt"), past tense.
_ONLY_AFTER = {
    "s": tuple("bcdfghjklmnoprtvy"),
    "t": ("ig", "sk"),
    "de": tuple("bdglmnrv"),
    "te": tuple("kpsx"),
}
# No endings: "-et" in "verksamhet", "-or" in "kontor".
_NOT_AFTER = {"et": ("h",), "ets": ("h",), "or": ("t",), "ors": ("t",)}

# Words that say nothing of what a text is about (Snowball's list for Swedish).
_WRITTEN_STOP_WORDS = """
alla allt att av blev bli blir blivit de dem den denna deras dess dessa det detta dig din dina
ditt du där då efter ej eller en er era ert ett från för ha hade han hans har henne hennes hon
honom hur här i icke ingen inom inte jag ju kan kunde man med mellan men mig min mina mitt mot
mycket ni nu när någon något några och om oss på samma sedan sig sin sina sitta själv skulle som
så sådan sådana sådant till under upp ut utan vad var vara varför varit varje vars vart vem vi
vid vilka vilkas vilken vilket vår våra vårt än är åt över
"""
STOP_WORDS = frozenset(_WRITTEN_STOP_WORDS.split())


def stem(word: str) -> str:
    """The stem of `word`, which is in lower case: "omställningarna" gives "omställning"."""
    start = _first_ending(word)
    for ending in _ENDINGS:
        kept = word[: len(word) - len(ending)]
        if len(kept) >= start and word.endswith(ending) and _may_end(kept, ending):
            return _undoubled(kept)
    return word


def _first_ending(word: str) -> int:
    """Where endings may begin: after the first consonant that follows a vowel, three letters in."""
    for place in range(1, len(word)):
        if word[place - 1] in VOWELS and word[place] not in VOWELS:
            return max(place + 1, SHORTEST_BEFORE_ENDING)
    return len(word)


def _undoubled(kept: str) -> str:
    """ "programm" of "programmet" is "program": m and n are doubled only between vowels."""
    return kept[:-1] if kept.endswith(("mm", "nn")) else kept


def _may_end(kept: str, ending: str) -> bool:
    if kept.endswith(_NOT_AFTER.get(ending, ())):
        return False
    return ending not in _ONLY_AFTER or kept.endswith(_ONLY_AFTER[ending])
