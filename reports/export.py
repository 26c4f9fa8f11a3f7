"""The files that go inside a report's PDF, or are fetched beside it: its data, and the log as CSV."""

import csv
from io import StringIO

from reports.model import Entry, Report
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

# A spreadsheet runs a cell that begins with one of these as a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def report_files(report: Report) -> tuple[File, ...]:
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
    writer.writerows(map(_log_row, entries))
    return text.getvalue().encode("utf-8-sig")


def _log_row(entry: Entry) -> list[str]:
    return [
        entry.starts_on.isoformat(),
        (entry.ends_on or entry.starts_on).isoformat(),
        cell(entry.measure),
        cell(entry.main_activity),
        cell(entry.text),
        cell(entry.result),
        cell(entry.participants),
        entry.corrected_on.isoformat() if entry.corrected_on else "",
        "ja" if entry.by_system else "nej",
        cell(", ".join(entry.attachments)),
    ]


def cell(text: str) -> str:
    """Text that a spreadsheet shows as it is and never runs."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text
