"""Rules about free text: personal identity numbers that must not be there, small numbers."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

# What copying leaves between digits without anyone seeing it: soft hyphens, zero-width signs.
_UNSEEN = "\u00ad\u200b-\u200d\u2060\ufeff"
_DASH = "[-+\u2010-\u2015\u2212\ufe58\ufe63\uff0b\uff0d]"
_JOINED = rf"[\s{_UNSEEN}]{{0,3}}{_DASH}[\s{_UNSEEN}]{{0,3}}"
# Between words on a line, or in a file name.
_SPACED = r"(?:[^\S\r\n]|_){1,2}"


def _digits(count: int) -> str:
    return rf"\d(?:[{_UNSEEN}]*\d){{{count - 1}}}"


_EIGHT, _SIX, _FOUR = _digits(8), _digits(6), _digits(4)
_UNMISTAKABLE = re.compile(
    rf"(?<!\d)(?:"
    rf"(?P<long>{_EIGHT})(?P<gap>{_JOINED}|{_SPACED}|[{_UNSEEN}]*)(?P<long_end>{_FOUR})"
    # A longer chain of digit groups, such as an invoice's number, is something else.
    rf"|(?<!\d{_DASH})(?P<short>{_SIX}){_JOINED}(?P<short_end>{_FOUR})(?!{_DASH}\d)"
    rf")(?![{_UNSEEN}]*\d)"
)
_POSSIBLE = re.compile(
    rf"(?<!\d)(?:"
    rf"(?!07)(?P<ten>{_SIX})(?P<ten_end>{_FOUR})"
    rf"|(?P<six>{_SIX}){_SPACED}(?P<six_end>{_FOUR})"
    rf"|(?P<eight>{_EIGHT}){_SPACED}(?P<eight_end>{_FOUR})"
    rf"|(?P<dashed>(?:\d\d)?\d\d{_DASH}\d\d{_DASH}\d\d)(?P<dashed_gap>{_JOINED}|{_SPACED})"
    rf"(?P<dashed_end>{_FOUR})"
    # Temporary numbers have a letter for the first of the last four.
    rf"|(?P<interim>{_EIGHT}|{_SIX}){_DASH}?[TRSUWXJKLMN]\d{{3}}"
    rf")(?!\d)"
)
_CLOCK = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d")


@dataclass(frozen=True)
class PersonalNumber:
    """A personal identity number found in a text, with its place."""

    text: str
    start: int
    end: int

    @property
    def digits(self) -> str:
        """The ten or twelve digits alone, as ASCII."""
        return _plain(self.text)

    @property
    def name(self) -> str:
        """What such a number is called: a coordination number has 60 added to the day."""
        return "samordningsnummer" if int(self.digits[-6:-4]) > 60 else "personnummer"


def find_personal_numbers(text: str) -> list[PersonalNumber]:
    """The unmistakable Swedish personal or coordination numbers in `text`, in order.

    Twelve digits, or six and four with a separator, where date and checksum are right
    (folkbokföringslagen 1991:481, 18 §; coordination numbers have 60 added to the day). Dashes of
    all kinds, digits of all scripts and a line broken at the separator are seen through. Eight
    digits, a space and what may be a time of day are left to `find_possible_numbers`.

    On random digits this is wrong for 0.73 % of NNNNNN-NNNN and 0.018 % of twelve in a row;
    organisation numbers never (their third digit is at least 2, so they hold no month).
    """
    return list(_personal_numbers(text))


def _personal_numbers(text: str) -> Iterator[PersonalNumber]:
    for match in _UNMISTAKABLE.finditer(text):
        day = _plain(match["long"] or match["short"])
        end = _plain(match["long_end"] or match["short_end"])
        is_moment = bool(re.search(r"[\s_]", match["gap"] or "")) and _CLOCK.fullmatch(end)
        if not is_moment and _is_number(day, end):
            yield PersonalNumber(match[0], match.start(), match.end())


def find_possible_numbers(text: str) -> list[PersonalNumber]:
    """What may be a personal number and as well something else: good for a hint, never for a stop.

    Ten digits in a row (not beginning with 07, as mobile telephones do), digits parted by spaces,
    a date with dashes and four digits, and temporary numbers (a letter among the last four).
    """
    sure = find_personal_numbers(text)
    return [
        PersonalNumber(match[0], match.start(), match.end())
        for match in _POSSIBLE.finditer(text)
        if _may_be_number(match)
        and not any(match.start() < one.end and one.start < match.end() for one in sure)
    ]


def _may_be_number(match: re.Match[str]) -> bool:
    if match["interim"]:
        return _is_day(_plain(match["interim"]))
    if match["dashed"]:
        day, end = _plain(match["dashed"]), _plain(match["dashed_end"])
        is_moment = not re.search(_DASH, match["dashed_gap"]) and _CLOCK.fullmatch(end)
        return not is_moment and _is_number(day, end)
    day = _plain(match["ten"] or match["six"] or match["eight"])
    end = _plain(match["ten_end"] or match["six_end"] or match["eight_end"])
    return _is_number(day, end)


def without(text: str, numbers: Iterable[PersonalNumber]) -> str:
    """`text` with the numbers taken out, and the empty brackets and doubled commas they leave."""
    for number in sorted(numbers, key=lambda one: one.start, reverse=True):
        left, right = text[: number.start], text[number.end :]
        if re.search(r"[(\[]\s*$", left) and re.match(r"\s*[)\]]", right):
            left, right = re.sub(r"[(\[]\s*$", "", left), re.sub(r"^\s*[)\]]", "", right)
        if not right or right[0] in " \n,.;:!?)":
            left = left.rstrip(" ")
        if not left or left[-1] in "\n(":
            right = right.lstrip(" ")
        if left.endswith(",") and (not right or right[0] in ",.!?)\n"):
            left = left[:-1]
        text = left + right
    return text


@dataclass(frozen=True)
class Excerpt:
    """A number with the words round it, as they stand; `place` says where in a longer text."""

    before: str
    number: str
    after: str
    place: str


NEAR = 60  # characters shown on each side
SHORT = 200  # a text this long is found again without being told where to look


def excerpt(text: str, number: PersonalNumber) -> Excerpt:
    """The sentence that `number` stands in, cut where it is long."""
    start = max(text.rfind(end, 0, number.start) for end in (". ", "! ", "? ", "\n")) + 1
    before = text[start : number.start].lstrip()
    if len(before) > NEAR:
        before = "…" + before[-NEAR:]
    after = re.split(r"(?<=[.!?])\s|\n", text[number.end :], maxsplit=1)[0]
    if len(after) > NEAR:
        after = after[:NEAR] + "…"
    return Excerpt(before, number.text, after, _place(text, number))


def _place(text: str, number: PersonalNumber) -> str:
    line = text.count("\n", 0, number.start) + 1
    column = number.start - (text.rfind("\n", 0, number.start) + 1) + 1
    if "\n" in text:
        return f"rad {line}, tecken {column}"
    return f"tecken {column}" if len(text) > SHORT else ""


def personal_number_in(text: str, what: str = "Texten") -> str:
    """Why `text` is refused, as a sentence; empty when it holds no unmistakable personal number.

    For what comes by another way than a field: the name of a file, a cell of an import. `what`
    begins the sentence: "Filnamnet", "Cellen".
    """
    found = find_personal_numbers(text)
    return why_refused(found, what) if found else ""


def why_refused(found: Sequence[PersonalNumber], what: str = "Texten") -> str:
    """The sentence on numbers that were found."""
    many = f"{len(found)} personnummer" if len(found) > 1 else f"ett {found[0].name}"
    rest = "uppgifter om enskilda personer hör inte hemma här."
    return f"{what} innehåller {many}. Ta bort {'dem' if len(found) > 1 else 'det'}: {rest}"


def _plain(text: str) -> str:
    return "".join(str(int(character)) for character in text if character.isdecimal())


def _is_number(day: str, end: str) -> bool:
    return end[:3] != "000" and _is_day(day) and passes_luhn(day[-6:] + end)


def _is_day(digits: str) -> bool:
    """Whether YYYYMMDD or YYMMDD is a day; in a coordination number the day has 60 added."""
    day = int(digits[-2:])
    day -= 60 if day > 60 else 0
    month = int(digits[-4:-2])
    years = (
        [int(digits[:4])] if len(digits) == 8 else [1900 + int(digits[:2]), 2000 + int(digits[:2])]
    )
    if len(digits) == 8 and not 1850 <= years[0] <= 2100:
        return False
    for year in years:
        try:
            date(year, month, day)
        except ValueError:
            continue
        return True
    return False


def passes_luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others (Luhn, ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def has_control_characters(text: str, allowed: str = "") -> bool:
    """Whether `text` has signs that nobody sees: control codes and halves of surrogate pairs."""
    return any(_is_control(character) and character not in allowed for character in text)


def _is_control(character: str) -> bool:
    return ord(character) < 32 or 127 <= ord(character) < 160 or 0xD800 <= ord(character) < 0xE000


def fewer_than_five(number: int) -> str:
    """A count as it may leave the case: 1–4 persons could be recognised, so they are not told apart."""
    if 1 <= number <= 4:
        return "färre än 5"
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")


def file_size(number: int) -> str:
    """A number of bytes as people say it: 240 kB, 1,4 MB."""
    if number < 1_000_000:
        return f"{max(1, round(number / 1000))}\N{NO-BREAK SPACE}kB"
    return f"{number / 1_000_000:.1f}".replace(".", ",") + "\N{NO-BREAK SPACE}MB"
