"""A report as a Word document, to be written on in a tjänsteskrivelse: real styles, lists and tables."""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, assert_never
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from reports.model import (
    Block,
    Empty,
    Entries,
    Entry,
    Facts,
    Figures,
    GuideTable,
    Logo,
    Masked,
    NumberedList,
    Paragraph,
    PlainList,
    Report,
    Subheading,
    Table,
    Timeline,
)
from reports.render import UNPRINTABLE

LANGUAGE = "sv-SE"
LOGO_BOX = (70, 16)  # millimetres, as in the PDF
INTERNAL = " (endast internt)"


def as_docx(report: Report, *, issued_at: datetime) -> bytes:
    """The whole report; charts are told by their tables. Works in memory, about 1 s per 500 rows."""
    head = report.head
    writer = _Writer(report.title, author=head.municipality, at=issued_at, logo=head.logo)
    for term, value in head.facts:
        writer.fact(term, value)
    for section in report.sections:
        writer.heading(f"{section.number} {section.heading}".strip(), level=1)
        for block in section.blocks:
            writer.block(block)
    return writer.done()


class _Writer:
    """A document in the making."""

    def __init__(self, title: str, *, author: str, at: datetime, logo: Logo | None) -> None:
        self.document: Any = Document()
        properties = self.document.core_properties
        properties.title, properties.author = _clean(title)[:250], _clean(author)[:250]
        properties.language = LANGUAGE
        properties.created = properties.modified = at.astimezone(UTC).replace(tzinfo=None)
        properties.comments = ""
        self._speak_swedish()
        if logo:
            self._logo(logo)
        self.document.add_heading(_clean(title), level=0)

    def _logo(self, logo: Logo) -> None:
        """The sender's logo above the title, within the space that it has on paper."""
        scale = min(LOGO_BOX[0] / logo.width, LOGO_BOX[1] / logo.height)
        picture = self.document.add_picture(
            BytesIO(logo.content),
            width=Mm(logo.width * scale),
            height=Mm(logo.height * scale),
        )
        properties = picture._inline.docPr
        properties.set("descr", _clean(logo.alt))
        properties.set("name", "Logotyp")

    def done(self) -> bytes:
        out = BytesIO()
        self.document.save(out)
        return _without_clock(out)

    def heading(self, text: str, *, level: int) -> None:
        self.document.add_heading(_clean(text), level=level)

    def paragraph(self, text: str, style: str | None = None) -> Any:
        return self.document.add_paragraph(_clean(text), style=style)

    def fact(self, term: str, value: str) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.add_run(f"{_clean(term)}: ").bold = True
        paragraph.add_run(_clean(value))
        paragraph.paragraph_format.space_after = 0

    def block(self, block: Block) -> None:
        match block:
            case Paragraph():
                for part in block.parts:
                    self.paragraph(part)
            case Subheading():
                self.heading(block.text, level=2)
            case Empty():
                self.paragraph(block.sentence).runs[0].italic = True
            case Masked():
                self.paragraph(block.words).runs[0].bold = True
            case Facts():
                for fact in block.facts:
                    self.fact(fact.term, fact.value)
            case NumberedList():
                self._numbered(block.items)
            case PlainList():
                for item in block.items:
                    self.paragraph(item, "List Bullet")
            case Table():
                self.table(block)
            case Figures():
                for table in block.tables:
                    self.table(table)
                if block.about_hidden:
                    self.paragraph(block.about_hidden)
            case Timeline():
                self.table(block.table)
            case Entries():
                self._entries(block)
            case GuideTable():
                self._guide_table(block)
            case _:
                assert_never(block)

    def table(self, table: Table) -> None:
        self.paragraph(table.caption, "Caption").paragraph_format.keep_with_next = True
        rows = [tuple(column.label for column in table.columns), *table.rows]
        made = self._empty_table(len(rows), len(table.columns))
        right = [column.numeric for column in table.columns]
        for row, texts in zip(made.rows, rows, strict=True):
            for cell, text, is_right in zip(row.cells, texts, right, strict=True):
                _fill(cell, text, right=is_right)
        _repeat(made.rows[0])

    def _empty_table(self, rows: int, columns: int) -> Any:
        return self.document.add_table(rows=rows, cols=columns, style="Table Grid")

    def _numbered(self, items: Sequence[str]) -> None:
        """Numbers as text: Word would go on counting from the list before."""
        for number, item in enumerate(items, start=1):
            self.paragraph(f"{number}. {item}")

    def _entries(self, block: Entries) -> None:
        for month, entries in block.months:
            self.heading(month[:1].upper() + month[1:], level=2)
            for entry in entries:
                self._entry(entry)

    def _entry(self, entry: Entry) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.add_run(_clean(entry.when)).bold = True
        if entry.where:
            paragraph.add_run(f" · {_clean(entry.where)}").italic = True
        paragraph.add_run(f"\n{_clean(entry.text)}")
        for label, text in (
            ("Resultat", entry.result),
            ("Medverkande", entry.participants),
            ("Bilagor", ", ".join(entry.attachments)),
            ("Läsare", "endast internt" if entry.is_internal else ""),
            ("Rättad", entry.corrected_on.isoformat() if entry.corrected_on else ""),
        ):
            if text:
                paragraph.add_run(f"\n{label}: ").bold = True
                paragraph.add_run(_clean(text))

    def _guide_table(self, block: GuideTable) -> None:
        self.paragraph(block.caption, "Caption").paragraph_format.keep_with_next = True
        made = self._empty_table(1, 2)
        for cell, text in zip(made.rows[0].cells, block.COLUMNS, strict=True):
            _fill(cell, text)
        _repeat(made.rows[0])
        for measure in block.measures:
            whole = made.add_row().cells
            _fill(whole[0].merge(whole[1]), measure.heading)
            whole[0].paragraphs[0].runs[0].bold = True
            for row in measure.rows:
                activity, done = made.add_row().cells
                _fill(activity, row.label)
                lines = [
                    f"{entry.when}: {entry.text}{INTERNAL if entry.is_internal else ''}"
                    for entry in row.entries
                ]
                _fill(done, "\n".join(lines) or row.note)

    def _speak_swedish(self) -> None:
        """So that spelling is checked, and the text read aloud, in Swedish."""
        fonts = self.document.styles.element.find(
            f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}"
        )
        language = fonts.find(qn("w:lang"))
        if language is None:
            language = OxmlElement("w:lang")
            fonts.append(language)
        language.set(qn("w:val"), LANGUAGE)


def _fill(cell: Any, text: str, *, right: bool = False) -> None:
    cell.text = _clean(text)
    if right:
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _repeat(row: Any) -> None:
    """Make the row the table's head: bold, and again on each new page."""
    for cell in row.cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _without_clock(content: BytesIO) -> bytes:
    """The same document with no moment in its parts, so that the same report gives the same bytes."""
    out = BytesIO()
    with ZipFile(content) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(ZipInfo(part.filename), old.read(part), ZIP_DEFLATED)
    return out.getvalue()


def _clean(text: str) -> str:
    """What XML can hold."""
    return UNPRINTABLE.sub("", text)
