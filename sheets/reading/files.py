"""Says what a file is, by its content and not by its name, and reads the kinds we can."""

import zipfile
from io import BytesIO

from sheets.reading.delimited import read_delimited
from sheets.reading.grid import CannotRead, Sheet
from sheets.reading.xlsx import DAMAGED, read_workbook

SAVE_AS_XLSX = (
    "Öppna den i Excel, välj Arkiv och Spara som, välj formatet "
    "Excel-arbetsbok (.xlsx) och välj den nya filen här."
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACROS = "vbaProject.bin"
_NOT_TEXT = {
    b"%PDF": "Filen är en PDF. Kopiera tabellen till Excel, spara som .xlsx och välj den filen.",
    b"\x89PNG": "Filen är en bild. Välj en Excel- eller CSV-fil.",
    b"\xff\xd8\xff": "Filen är en bild. Välj en Excel- eller CSV-fil.",
    b"GIF8": "Filen är en bild. Välj en Excel- eller CSV-fil.",
    b"{\\rtf": "Filen är ett textdokument. Kopiera tabellen till Excel och spara som .xlsx.",
}


def read_file(content: bytes) -> list[Sheet]:
    """The tables of the file, at least one. Raises CannotRead with a sentence for the person."""
    if not content.strip(b"\x00 \r\n\t"):
        raise CannotRead("Filen är tom.")
    sheets = _read(content)
    if not sheets:
        raise CannotRead("Filen är tom: inget blad har någon text.")
    if all(sheet.fault for sheet in sheets):
        raise CannotRead(sheets[0].fault)
    return sheets


def _read(content: bytes) -> list[Sheet]:
    if content.startswith(_OLE):
        raise CannotRead(
            f"Filen är i det äldre formatet .xls, eller skyddad med lösenord. {SAVE_AS_XLSX}"
        )
    for start, sentence in _NOT_TEXT.items():
        if content.startswith(start):
            raise CannotRead(sentence)
    if content.startswith(b"PK"):
        _refuse_other_archives(content)
        return read_workbook(content)
    if content.lstrip()[:6].lower().startswith((b"<html", b"<table", b"<?xml", b"<!doct")):
        raise CannotRead(f"Filen är en webbsida eller XML, inte en Excel-arbetsbok. {SAVE_AS_XLSX}")
    return read_delimited(content)


def _refuse_other_archives(content: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        raise CannotRead(DAMAGED) from None
    if any(name.endswith(_MACROS) for name in names):
        raise CannotRead(f"Filen innehåller makron (.xlsm) och tas inte emot. {SAVE_AS_XLSX}")
    if any(name.startswith("word/") for name in names):
        raise CannotRead(
            "Filen är ett Word-dokument. Kopiera tabellen till Excel, spara som .xlsx "
            "och välj den filen."
        )
    if "mimetype" in names or "xl/workbook.bin" in names:
        raise CannotRead(f"Filen är sparad i ett annat format än .xlsx. {SAVE_AS_XLSX}")
    if not any(name.startswith("xl/") for name in names):
        raise CannotRead("Filen är ett arkiv (.zip), inte en Excel-arbetsbok. Packa upp det först.")
