"""The fonts that reports are set in, so that the same report looks alike on every machine."""

import re
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from reports.pdf import coverage, hyphen, lastresort

FAMILY = "Source Sans 3"


class FontMissing(Exception):
    """A font that reports cannot do without is not in the folder."""


@dataclass(frozen=True, slots=True)
class Face:
    """A font file. All faces of a family have the same characters."""

    family: str
    file: str
    weight: int = 400
    style: str = "normal"

    @property
    def package(self) -> str:
        """The npm package @fontsource/… that the file comes from."""
        return re.sub(
            r"-(latin|latin-ext|greek|cyrillic|hebrew|arabic|emoji)-\d+-.*$", "", self.file
        )


def _source_sans(part: str) -> list[Face]:
    family = FAMILY if part == "latin" else f"{FAMILY} {part}"
    name = f"source-sans-3-{part}"
    return [
        Face(family, f"{name}-400-normal.woff2"),
        Face(family, f"{name}-400-italic.woff2", style="italic"),
        Face(family, f"{name}-600-normal.woff2", 600),
        Face(family, f"{name}-700-normal.woff2", 700),
    ]


# In the order in which they are asked for a character. Those after the first serve names and
# quotations in other scripts, and signs; what none of them has becomes a box (lastresort.py).
FACES = [
    *_source_sans("latin"),
    *_source_sans("latin-ext"),
    *_source_sans("greek"),
    *_source_sans("cyrillic"),
    Face("Noto Sans Hebrew", "noto-sans-hebrew-hebrew-400-normal.woff2"),
    Face("Noto Sans Arabic", "noto-sans-arabic-arabic-400-normal.woff2"),
    Face("Noto Sans Math", "noto-sans-math-latin-400-normal.woff2"),
    Face("Noto Emoji", "noto-emoji-emoji-400-normal.woff2"),
]


def font_css(folder: Path, text: str) -> str:
    """@font-face rules for what `text` needs, and the families in order for document and page."""
    present, boxes = _chosen(folder, text)
    rules = [
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; '
        f"font-style: {face.style}; src: url({(folder / face.file).as_uri()}) }}"
        for face in present
    ]
    names = list(dict.fromkeys(face.family for face in present))
    if hyphen.is_ours(text):
        rules.append(hyphen.font_face(folder / FACES[0].file))
        names.insert(1, hyphen.FAMILY)
    if boxes:
        rules.append(lastresort.font_face(boxes))
        names.append(lastresort.FAMILY)
    families = ", ".join([*(f'"{name}"' for name in names), "sans-serif"])
    rules.append(f".report {{ font-family: {families} }}")
    # Running heads hold names that people have written, so the page needs them all as well.
    rules.append(f"@page {{ font-family: {families} }}")
    return "\n".join(rules)


def without_glyph(folder: Path, text: str) -> str:
    """The characters of `text` that no font in the folder has, in order: the boxes of its PDF."""
    return _chosen(folder, text)[1] if coverage.rare(text) else ""


def _chosen(folder: Path, text: str) -> tuple[list[Face], str]:
    """The faces that `text` needs, and the characters that none has.

    Each face costs time, so a family is chosen only for a character that none before it has.
    Raises FontMissing when the first family is not there.
    """
    chosen: list[Face] = []
    rest = coverage.rare(text)
    for family, faces in groupby(FACES, key=lambda face: face.family):
        all_files = list(faces)
        there = [face for face in all_files if (folder / face.file).is_file()]
        if family == FAMILY and (missing := [f.file for f in all_files if f not in there]):
            raise FontMissing(f"fonts missing in {folder}: {', '.join(missing)}")
        if not rest and chosen:
            break
        has = coverage.characters(folder / there[0].file) if there else frozenset()
        if family == FAMILY or rest & has:
            chosen += there
        rest -= has
    boxes = {sign for sign in rest if not coverage.UNSEEN.match(sign)}
    return chosen, "".join(sorted(boxes.union(coverage.STEERING.findall(text))))
