"""The files that go inside a report's PDF, or are fetched beside it: its data, and the log as CSV."""

import csv
from datetime import date
from io import StringIO

from core.cells import guarded
from reports.model import Entry, Paper
from reports.pdf.job import File

LOG_COLUMNS = (
    "Från",
    "Till",
    "Insats",
    "Huvudaktivitet",
    "Vad har gjorts",
    "Resultat",
    "Medverkande",
    "Rättad",
    "Antecknad av systemet",
    "Bilagor",
)


def report_files(report: Paper) -> tuple[File, ...]:
    """The frozen data always; the log as CSV when the report has a log."""
    data = File(
        "rapport.json",
        report.to_json().encode(),
        "Rapportens alla uppgifter i maskinläsbar form (JSON)",
        "Source",
    )
    if not (log := report.log()):
        return (data,)
    description = "Loggboken som tabell (CSV, semikolon mellan kolumnerna)"
    return (data, File("loggbok.csv", log_csv(log), description, "Data"))


def log_csv(entries: tuple[Entry, ...]) -> bytes:
    """CSV as a Swedish spreadsheet opens it: UTF-8 with a byte order mark, semicolons, CRLF."""
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(LOG_COLUMNS)
    writer.writerows([_as_csv(value) for value in log_row(entry)] for entry in entries)
    return text.getvalue().encode("utf-8-sig")


def log_row(entry: Entry) -> list[str | date]:
    """An entry's values under LOG_COLUMNS."""
    return [
        entry.starts_on,
        entry.ends_on or entry.starts_on,
        entry.measure,
        entry.main_activity,
        entry.text,
        entry.result,
        entry.participants,
        entry.corrected_on or "",
        "ja" if entry.by_system else "nej",
        ", ".join(entry.attachments),
    ]


def _as_csv(value: str | date) -> str:
    return value.isoformat() if isinstance(value, date) else guarded(value)
