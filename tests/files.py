"""Makes small files of every kind, honest and not, as bytes."""

import struct
import zipfile
from email.message import EmailMessage
from functools import cache
from io import BytesIO
from typing import Any

import docx
import openpyxl
from PIL import Image, TiffImagePlugin
from PIL.PngImagePlugin import PngInfo

from logbook.files.kinds import FileKind

SECRET = "HEMLIGPLATS"  # stands in every corner of a picture where metadata may lie
_EXIF_GPS, _ORIENTATION = 0x8825, 0x0112


@cache
def pdf(text: str = "Protokoll") -> bytes:
    """One page with a line of text: the smallest that programs open."""
    stream = f"BT /F1 24 Tf 72 720 Td ({text}) Tj ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + (
        b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (table, len(body))
    )


@cache
def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), *, orientation: int = 1) -> bytes:
    """Red above, blue below, with a place and a secret in all the metadata that the format has."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (0, size[1] // 2, size[0], size[1]))
    exif = Image.Exif()
    exif[_ORIENTATION] = orientation
    exif[0x010E] = SECRET
    exif[_EXIF_GPS] = {1: "N", 2: (56.0, 4.0, 30.0), 3: "E", 4: (12.0, 55.0, 0.0), 29: SECRET}
    out = BytesIO()
    extras: dict[str, Any] = {}
    if kind == "PNG":
        info = PngInfo()
        info.add_text("Comment", SECRET)
        info.add_itxt("XML:com.adobe.xmp", SECRET)
        extras = {"pnginfo": info, "exif": exif}
    elif kind == "GIF":
        extras = {"comment": SECRET.encode()}
    elif kind == "WEBP":
        extras = {"exif": exif.tobytes(), "xmp": SECRET.encode()}
    else:
        extras = {"exif": exif, "comment": SECRET.encode(), "xmp": SECRET.encode()}
    image.save(out, kind, **extras)
    return out.getvalue()


def moving(kind: str) -> bytes:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green")]
    out = BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    return out.getvalue()


def tiff() -> bytes:
    out = BytesIO()
    Image.new("RGB", (4, 4)).save(out, "TIFF", tiffinfo=TiffImagePlugin.ImageFileDirectory_v2())
    return out.getvalue()


@cache
def word(text: str = "Protokoll") -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


@cache
def excel() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["Namn", "Antal"])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(members: dict[str, bytes | str], *, store: bool = False) -> bytes:
    out = BytesIO()
    packing = zipfile.ZIP_STORED if store else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def office(main: str, **members: bytes) -> bytes:
    """An Office document by its index alone, with what else it holds."""
    index = f'<Types><Override PartName="/x.xml" ContentType="{main}"/></Types>'
    return zipped({"[Content_Types].xml": index} | members)


def powerpoint() -> bytes:
    kind = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
    return office(kind, **{"ppt/presentation.xml": b"<p/>"})


def open_document(sort: str = "text", **members: bytes) -> bytes:
    kind = f"application/vnd.oasis.opendocument.{sort}"
    whole: dict[str, bytes | str] = {"mimetype": kind, "content.xml": b"<x/>", **members}
    return zipped(whole)


def letter() -> bytes:
    message = EmailMessage()
    message["From"] = "facket@example.org"
    message["To"] = "kommunen@example.org"
    message["Date"] = "Mon, 02 Mar 2026 10:00:00 +0100"
    message["Subject"] = "Förhandling på torsdag"
    message.set_content("Vi ses klockan nio. Hälsningar från facket, åäö.")
    return message.as_bytes()


def compound(*names: str, sector: int = 512) -> bytes:
    """A compound file ([MS-CFB]) whose root holds streams of these names: a chain to the right."""
    rows = [_row("Root Entry", 5, child=1 if names else 0xFFFFFFFF)]
    for number, name in enumerate(names, start=1):
        rows.append(_row(name, 2, right=number + 1 if number < len(names) else 0xFFFFFFFF))
    directory = b"".join(rows)
    directory += b"\0" * (-len(directory) % sector)
    sectors = len(directory) // sector
    chain = [n + 2 for n in range(sectors - 1)] + [0xFFFFFFFE]
    table = struct.pack(f"<{1 + sectors}I", 0xFFFFFFFD, *chain).ljust(sector, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHH", 0x3E, 3, 0xFFFE, 9 if sector == 512 else 12)
    header = header.ljust(44, b"\0") + struct.pack("<II", 1, 1)
    header = header.ljust(68, b"\0") + struct.pack("<II", 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0) + b"\xff" * (4 * 108)
    return header.ljust(sector, b"\0") + table + directory


def _row(name: str, kind: int, *, right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF) -> bytes:
    written = (name + "\0").encode("utf-16-le")
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HBB", len(written), kind, 1)
        + struct.pack("<III", 0xFFFFFFFF, right, child)
    ).ljust(128, b"\0")


def outlook() -> bytes:
    return compound("__nameid_version1.0", "__properties_version1.0", "__substg1.0_0037001F")


def honest() -> dict[FileKind, bytes]:
    """One of each kind that is taken in."""
    return {
        FileKind.PDF: pdf(),
        FileKind.JPEG: picture("JPEG"),
        FileKind.PNG: picture("PNG"),
        FileKind.WEBP: picture("WEBP"),
        FileKind.GIF: picture("GIF"),
        FileKind.DOCX: word(),
        FileKind.XLSX: excel(),
        FileKind.PPTX: powerpoint(),
        FileKind.ODT: open_document("text"),
        FileKind.ODS: open_document("spreadsheet"),
        FileKind.ODP: open_document("presentation"),
        FileKind.EML: letter(),
        FileKind.MSG: outlook(),
        FileKind.TXT: "Mötet börjar kl. nio.\r\nÅäö.".encode(),
        FileKind.CSV: "Namn;Antal\r\nÅsa;3\r\n".encode("cp1252"),
    }
