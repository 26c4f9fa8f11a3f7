"""Makes a package in a temporary file: tables, the log as PDF, reports, attachments, sums."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Any

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from archive.files import CHUNK, Gone, PackedFile
from archive.log_pdf import entries_to_tell, log_pdfs
from archive.models import Package
from archive.packing import Packer
from archive.reading import Reading, one_moment
from archive.readme import readme
from archive.schema import json_schema, xsd
from archive.writing import JsonWriter, XmlWriter
from core.jobs import Progress
from reports.model import EXERCISE

# What the page shows while it is made, in order.
STAGES = (
    "Läser ärendet",
    "Gör loggboken som PDF",
    "Packar rapporter och bilagor",
    "Sparar paketet",
)


@dataclass
class Made:
    """What came out: how many files, and what is missing or not as it should be, in words."""

    files: int = 0
    faults: list[str] = field(default_factory=list)


def make_package(package: Package, file: IO[bytes], *, at: datetime, progress: Progress) -> Made:
    """Write the package to `file`, in the eyes of the one who asked for it.

    Memory does not grow with the size of the files, only with their number. Raises
    reports.render.RenderFailed.
    """
    reading = Reading(package.case, package.organisation, package.ordered_by)
    packer, made = Packer(file, at=timezone.localtime(at)), Made()
    about = _about(reading, package.ordered_by, at)
    progress(STAGES[0], 1)
    with temporary() as as_json, temporary() as as_xml:
        with one_moment():
            told = entries_to_tell(reading)
            _write_tables(reading, about, [JsonWriter(as_json), XmlWriter(as_xml)])
        for path, content in (("arende.json", as_json), ("arende.xml", as_xml)):
            packer.add(f"uppgifter/{path}", _from_start(content))
    packer.add("uppgifter/arende.schema.json", [json_schema().encode()])
    packer.add("uppgifter/arende.xsd", [xsd().encode()])
    progress(STAGES[1], 2)
    day = timezone.localdate(at)
    for name, pdf in log_pdfs(
        reading, told, made_at=at, day=day, progress=lambda words, _: progress(words, 2)
    ):
        packer.add(f"loggbok/{name}", [pdf], compress=False)
    progress(STAGES[2], 3)
    for packed in reading.files.values():
        made.faults += _add_file(packer, packed)
    made.faults += _reports_without_pdf(reading)
    text = readme(
        about=about,
        made_at=at,
        secrecy=package.case.secrecy_provision if package.case.is_restricted else "",
        exercise=EXERCISE if package.case.is_exercise else "",
        rows=reading.rows,
        faults=made.faults,
    )
    packer.add("README.txt", [text.encode()])
    made.files = packer.files
    packer.close()
    return made


def temporary() -> "IO[bytes]":
    """A file on disk that is gone when it is closed, or when the process dies."""
    return TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)


def _about(reading: Reading, ordered_by: User, at: datetime) -> dict[str, Any]:
    return {
        "case_number": reading.case.number,
        "made_at": at.isoformat(),
        "made_for": reading.organisation.name,
        "ordered_by": ordered_by.name,
        "whole_chain": reading.whole_chain,
    }


def _write_tables(
    reading: Reading, about: dict[str, Any], writers: list[JsonWriter | XmlWriter]
) -> None:
    for writer in writers:
        writer.begin(about)
    reading.write(writers)
    for writer in writers:
        writer.end()


def _from_start(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(CHUNK):
        yield piece


def _add_file(packer: Packer, packed: PackedFile) -> Iterable[str]:
    """Add the file; gives what is wrong with it, if anything is."""
    pieces = packed.pieces()
    try:
        first = next(pieces, b"")
    except Gone:
        return [f"{packed.path}: filen finns inte i systemets förråd."]
    digest = packer.add(packed.path, _with(first, pieces), compress=not packed.is_attachment)
    if digest != packed.sha256:
        return [f"{packed.path}: innehållet stämmer inte med kontrollsumman {packed.sha256}."]
    return []


def _with(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _reports_without_pdf(reading: Reading) -> list[str]:
    missing = reading.rows["report"] - reading.rows["report_file"]
    if not missing:
        return []
    return [f"{missing} fastställda rapporter har ingen PDF-fil; deras uppgifter finns med."]
