"""Reads a PDF back as its structure tells it: text and tags in reading order, nothing by eye.

Made for PDFs of WeasyPrint's: text is looked up by marked-content id and turned into characters by
each font's own ToUnicode map, as a screen reader does.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import Any

import pikepdf

# Elements that hold a piece of text of their own, as against grouping others.
TEXT_TAGS = frozenset(
    [
        "H1",
        "H2",
        "H3",
        "H4",
        "H5",
        "H6",
        "P",
        "LBody",
        "Lbl",
        "TH",
        "TD",
        "Caption",
        "Link",
        "Figure",
    ]
)


@dataclass
class Piece:
    """A run of text on one line of one page."""

    text: str
    page: int
    baseline: float


@dataclass
class Element:
    tag: str
    attributes: dict[str, Any] = field(default_factory=dict)
    children: list["Element | Piece"] = field(default_factory=list)

    @property
    def text(self) -> str:
        return _join(list(self._pieces()))

    def elements(self) -> Iterator["Element"]:
        """This element and all below it, in reading order."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.elements()

    def find(self, *tags: str) -> list["Element"]:
        return [element for element in self.elements() if element.tag in tags]

    def _pieces(self) -> Iterator[Piece]:
        for child in self.children:
            if isinstance(child, Piece):
                yield child
            else:
                yield from child._pieces()


@dataclass
class PdfText:
    tree: Element
    lang: str
    title: str
    pages: int
    attachments: dict[str, bytes]
    pdf: pikepdf.Pdf

    @cached_property
    def tags(self) -> list[tuple[str, str]]:
        """(tag, text) of every heading, paragraph, list item, cell, caption and link, in order."""
        return [(e.tag, e.text) for e in self.tree.elements() if e.tag in TEXT_TAGS]

    @cached_property
    def text(self) -> str:
        """The whole text in reading order, a line for each paragraph, heading, item and cell."""
        lines: list[str] = []
        _lines(self.tree, lines)
        return "\n".join(lines)

    @property
    def headings(self) -> list[tuple[str, str]]:
        return [(tag, text) for tag, text in self.tags if re.fullmatch(r"H\d", tag)]

    @property
    def tables(self) -> list[list[list[tuple[str, str]]]]:
        """Tables as rows of (TH or TD, text). One that goes over a page break is several here."""
        return [
            [[(c.tag, c.text) for c in row.children if isinstance(c, Element)] for row in rows]
            for rows in (table.find("TR") for table in self.tree.find("Table"))
        ]

    def missing(self, *texts: str) -> list[str]:
        """Those of `texts` that are not found one after the other; white space does not count."""
        rest, lost = _squeeze(self.text), []
        for text in texts:
            _, found, after = rest.partition(_squeeze(text))
            if found:
                rest = after
            else:
                lost.append(text)
        return lost

    @property
    def bookmarks(self) -> list[tuple[int, str]]:
        """(level, title) in order."""
        with self.pdf.open_outline() as outline:
            return list(_bookmarks(outline.root, 1))

    @property
    def running_text(self) -> str:
        """What stands in the margins of the pages: heads and page numbers, a line for each page."""
        return "\n".join(
            " ".join(piece.text for mcid, piece in sorted(pieces.items()) if mcid < 0)
            for pieces in (_read_page(page, number) for number, page in enumerate(self.pdf.pages))
        )


def read_pdf(content: bytes) -> PdfText:
    pdf = pikepdf.open(BytesIO(content))
    pages = {page.obj.objgen: _read_page(page, n) for n, page in enumerate(pdf.pages)}
    root = pdf.Root.StructTreeRoot
    kids = list(root.K) if isinstance(root.K, pikepdf.Array) else [root.K]
    tree = Element("Root", children=[_element(kid, pages, None) for kid in kids])
    return PdfText(
        tree=tree,
        lang=str(pdf.Root.get("/Lang", "")),
        title=str(pdf.docinfo.get("/Title", "")),
        pages=len(pdf.pages),
        attachments={name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()},
        pdf=pdf,
    )


def _element(node: Any, pages: dict[Any, dict[int, Piece]], page: Any) -> Element:
    page = node.get("/Pg", page)
    attributes = {str(k)[1:]: v for k, v in dict(node.get("/A", {})).items()}
    if "/ID" in node:
        attributes["ID"] = str(node.ID)
    element = Element(str(node.S)[1:], attributes)
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            if piece := pages[page.objgen].get(kid):
                element.children.append(piece)
        elif kid.get("/Type") != "/OBJR":
            element.children.append(_element(kid, pages, page))
    return element


def _lines(element: Element, lines: list[str]) -> None:
    """A line for each lowest element that has text."""
    inner = [c for c in element.children if isinstance(c, Element)]
    if element.tag in TEXT_TAGS and not any(
        e.tag in TEXT_TAGS - {"Link"} for c in inner for e in c.elements() if e is not element
    ):
        lines.append(element.text)
        return
    # WeasyPrint wraps each line of a paragraph in an element of the paragraph's own tag.
    if element.tag in TEXT_TAGS and all(
        e.tag in (element.tag, "Link", "Span", "NonStruct") for c in inner for e in c.elements()
    ):
        lines.append(element.text)
        return
    for child in inner:
        _lines(child, lines)


def _join(pieces: list[Piece]) -> str:
    """Lines put together again: a space between them, none where a word was divided or written
    with a hyphen."""
    text = ""
    before: Piece | None = None
    for piece in pieces:
        same_line = (
            before is not None
            and before.page == piece.page
            and abs(before.baseline - piece.baseline) < 1
        )
        if before is not None and not same_line:
            if text.endswith("\u00ad"):
                text = text[:-1]
            elif not text.endswith((" ", "-")):
                text += " "
        text += piece.text
        before = piece
    return re.sub(r" {2,}", " ", text).strip()


def _squeeze(text: str) -> str:
    # A paragraph that goes over a page break is two paragraphs, perhaps with a divided word.
    return re.sub(r"[\s\u00ad\u200b]", "", text)


def _bookmarks(items: Any, level: int) -> Iterator[tuple[int, str]]:
    for item in items:
        yield level, item.title
        yield from _bookmarks(item.children, level + 1)


def _read_page(page: Any, number: int) -> dict[int, Piece]:
    """The page's text by marked-content id; what has none (artifacts) under −1, −2 …"""
    fonts = {name: _unicode_map(font) for name, font in page.resources.Font.items()}
    pieces: dict[int, Piece] = {}
    stack: list[int] = []
    matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
    current: dict[int, tuple[int, str]] = {}
    spoken: dict[int, str] = {}
    artifacts = 0
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), instruction.operands
        if operator == "BDC":
            properties = operands[1]
            is_content = isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties
            artifacts -= not is_content
            stack.append(int(properties.MCID) if is_content else artifacts)
            if is_content and "/ActualText" in properties:
                # What a reader is given instead of what the glyphs stand for.
                spoken[stack[-1]] = str(properties.ActualText)
        elif operator == "BMC":
            artifacts -= 1
            stack.append(artifacts)
        elif operator == "EMC":
            stack.pop()
        elif operator == "Tf":
            current = fonts[str(operands[0])]
        elif operator == "Tm":
            matrix = [float(value) for value in operands]
        elif operator in ("Tj", "TJ"):
            strings = operands[0] if operator == "TJ" else [operands[0]]
            raw = b"".join(bytes(s) for s in strings if isinstance(s, pikepdf.String))
            if not stack:
                artifacts -= 1
            key = stack[-1] if stack else artifacts
            piece = pieces.setdefault(key, Piece("", number, matrix[5]))
            piece.text += _decode(raw, current)
    for key, text in spoken.items():
        pieces[key].text = text
    return pieces


def _decode(raw: bytes, font: dict[int, tuple[int, str]]) -> str:
    return "".join(
        font.get(int.from_bytes(raw[i : i + 2]), (0, "\N{REPLACEMENT CHARACTER}"))[1]
        for i in range(0, len(raw), 2)
    )


def _unicode_map(font: Any) -> dict[int, tuple[int, str]]:
    """Code → (code, characters) from the font's ToUnicode map."""
    cmap = font.ToUnicode.read_bytes().decode("latin-1")
    found: dict[int, tuple[int, str]] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, characters in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>", block):
            found[int(code, 16)] = (int(code, 16), bytes.fromhex(characters).decode("utf-16-be"))
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for low, high, start in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for offset, code in enumerate(range(int(low, 16), int(high, 16) + 1)):
                found[code] = (code, chr(int(start, 16) + offset))
    return found
