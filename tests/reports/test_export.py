"""The files inside a report: its data as JSON, the log as a table that no spreadsheet runs."""

import csv
from dataclasses import replace
from datetime import date
from io import StringIO

import pytest

from reports.export import LOG_COLUMNS, log_csv, report_files
from reports.model import Entry, Report
from tests.reports import samples


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_the_log_has_a_row_for_each_entry_in_time_order() -> None:
    header, *body = rows(log_csv(samples.logbook().log()))
    assert tuple(header) == LOG_COLUMNS
    assert [row[4] for row in body] == [text for *_, text in samples.COURSE]
    assert body[3][:2] == ["2016-06-01", "2016-06-30"]
    assert body[9][7] == "2018-09-03"


def test_the_file_opens_in_a_swedish_spreadsheet() -> None:
    content = log_csv(samples.logbook().log())
    assert content.startswith(b"\xef\xbb\xbf")
    assert b";" in content.splitlines()[0]
    assert content.endswith(b"\r\n")


@pytest.mark.parametrize(
    "text", ["=1+1", "+46", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =cmd|' /C'!A0"]
)
def test_a_cell_is_never_a_formula(text: str) -> None:
    entry = Entry(
        starts_on=date(2026, 3, 1), text=text, participants=text, attachments=(f"{text}.pdf",)
    )
    [_, row] = rows(log_csv((entry,)))
    assert row[4] == row[6] == f"'{text}"
    assert row[9] == f"'{text}.pdf"


@pytest.mark.parametrize("text", ['Han sa "ja"; sedan\nnej', "1 = 1", "a-b", ""])
def test_ordinary_text_is_left_as_it_is(text: str) -> None:
    [_, row] = rows(log_csv((Entry(starts_on=date(2026, 3, 1), text=text),)))
    assert row[4] == text


def test_a_report_without_a_log_carries_its_data_only() -> None:
    report = replace(samples.status_report(), sections=())
    assert [file.name for file in report_files(report)] == ["rapport.json"]


def test_the_data_in_the_file_are_the_report() -> None:
    report = samples.status_report()
    [data, log] = report_files(report)
    assert Report.from_json(data.content) == report
    assert log.name == "loggbok.csv"
