"""The fonts that reports are set in, so that the same report looks alike on every machine."""

import re
from dataclasses import dataclass
from pathlib import Path

from reports.pdf import hyphen, lastresort

FAMILY = "Source Sans 3"


class FontMissing(Exception):
    """A font that reports cannot do without is not in the folder."""


@dataclass(frozen=True, slots=True)
class Face:
    """A font file. `characters` is a regular expression's set: the face is loaded only when the
    document has one of them, since each face costs time. Empty: always loaded, and must exist."""

    family: str
    file: str
    characters: str = ""
    weight: int = 400
    style: str = "normal"

    @property
    def package(self) -> str:
        """The npm package @fontsource/… that the file comes from."""
        return re.sub(
            r"-(latin|latin-ext|greek|cyrillic|hebrew|arabic|emoji)-\d+-.*$", "", self.file
        )

    def is_needed(self, text: str) -> bool:
        return not self.characters or re.search(f"[{self.characters}]", text) is not None


def _source_sans(part: str, characters: str = "") -> list[Face]:
    family = FAMILY if part == "latin" else f"{FAMILY} {part}"
    name = f"source-sans-3-{part}"
    return [
        Face(family, f"{name}-400-normal.woff2", characters),
        Face(family, f"{name}-400-italic.woff2", characters, style="italic"),
        Face(family, f"{name}-600-normal.woff2", characters, 600),
        Face(family, f"{name}-700-normal.woff2", characters, 700),
    ]


# In the order in which they are asked for a character. Those after the first serve names and
# quotations in other scripts, and signs; what none of them has becomes a box (lastresort.py).
FACES = [
    *_source_sans("latin"),
    *_source_sans("latin-ext", "\u0100-\u02ff\u1e00-\u1eff\u2020-\u20bf\u2100-\u214f"),
    *_source_sans("greek", "\u0370-\u03ff"),
    *_source_sans("cyrillic", "\u0400-\u04ff"),
    Face("Noto Sans Hebrew", "noto-sans-hebrew-hebrew-400-normal.woff2", "\u0590-\u05ff"),
    Face(
        "Noto Sans Arabic",
        "noto-sans-arabic-arabic-400-normal.woff2",
        "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefe",
    ),
    Face(
        "Noto Sans Math",
        "noto-sans-math-latin-400-normal.woff2",
        "\u2010\u2011\u202f\u2030-\u205f\u2150-\u2bff",
    ),
    Face(
        "Noto Emoji",
        "noto-emoji-emoji-400-normal.woff2",
        "\u203c\u2049\u2139\u2190-\u2bff\U0001f000-\U0001faff",
    ),
]


def font_css(folder: Path, text: str) -> str:
    """@font-face rules for what `text` needs, and the families in order for document and page."""
    present = [f for f in FACES if f.is_needed(text) and (folder / f.file).is_file()]
    if missing := [f.file for f in FACES if not f.characters and f not in present]:
        raise FontMissing(f"fonts missing in {folder}: {', '.join(missing)}")
    rules = [
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; '
        f"font-style: {face.style}; src: url({(folder / face.file).as_uri()}) }}"
        for face in present
    ]
    names = list(dict.fromkeys(face.family for face in present))
    if "\u2010" not in text:
        rules.append(hyphen.font_face(folder / FACES[0].file))
        names.insert(1, hyphen.FAMILY)
    if boxes := lastresort.uncovered(text, _one_file_each(present, folder)):
        rules.append(lastresort.font_face(boxes))
        names.append(lastresort.FAMILY)
    families = ", ".join([*(f'"{name}"' for name in names), "sans-serif"])
    rules.append(f".report {{ font-family: {families} }}")
    # Running heads hold names that people have written, so the page needs them all as well.
    rules.append(f"@page {{ font-family: {families} }}")
    return "\n".join(rules)


def _one_file_each(faces: list[Face], folder: Path) -> list[Path]:
    """The first file of each family: its other weights and styles have the same characters."""
    return list({face.family: folder / face.file for face in reversed(faces)}.values())[::-1]
