"""Makes the demo's attached files: a page of text as PDF, bars as a picture."""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from home.demo.story import Chart, Paper

SIZE = (1000, 620)
INK, BOARD, BARS = "#1f2a33", "#f7f9fa", ("#0b4f7c", "#5b7f2b", "#8a4b7d", "#6b7780")


def as_bytes(file: Paper | Chart) -> bytes:
    """The file's content. The same file gives the same bytes."""
    return _pdf(file.lines) if isinstance(file, Paper) else _picture(file.bars)


def _pdf(lines: Sequence[str]) -> bytes:
    """One page; the first line is the heading. PDF 1.4 with one of the fonts every reader has."""
    rows = [f"({_escaped(line)}) Tj T*" for line in lines]
    text = f"BT /F1 18 Tf 60 760 Td 30 TL {rows[0]} /F1 12 Tf {' '.join(rows[1:])} ET"
    stream = text.encode("cp1252")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (sv) >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return body + head + table + tail % (len(objects) + 1, len(body))


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _picture(bars: Sequence[tuple[str, int]]) -> bytes:
    image = Image.new("RGB", SIZE, BOARD)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=34)
    height = SIZE[1] // len(bars)
    most = max(value for _, value in bars)
    for place, (label, value) in enumerate(bars):
        top = place * height + 16
        draw.text((40, top), f"{label}: {value}", INK, font=font)
        length = 40 + (SIZE[0] - 80) * value // most
        draw.rectangle((40, top + 50, length, top + height - 40), BARS[place % len(BARS)])
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
