"""A log entry says which issued reports tell it, to those who may read them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from lxml import html

from accounts.models import Organisation, User
from cases.models import Case
from logbook.actions import correct_entry
from logbook.models import LogEntry
from tests import make

Read = Callable[..., Any]


@pytest.fixture
def entry(case: Case, alice: User) -> LogEntry:
    return make.entry(case, by=alice, what="Första mötet")


@pytest.fixture
def read(as_user: Callable[[User], Client], case: Case, alice: User) -> Read:
    """`read()`: the log; `read(entry)`: an entry; `by=` someone else."""

    def get(entry: LogEntry | None = None, *, by: User | None = None) -> str:
        address = f"/arenden/{case.number}/loggbok/" + (f"{entry.entry}/" if entry else "")
        response = as_user(by or alice).get(address)
        assert response.status_code == 200
        return " ".join(
            html.fromstring(response.content).get_element_by_id("main").text_content().split()
        )

    return get


def test_an_entry_names_the_report_that_holds_it(
    case: Case, alice: User, entry: LogEntry, read: Read
) -> None:
    later = make.entry(case, by=alice, what="Efter rapporten")
    assert "ingår i" not in read()
    report = make.issued(case, by=alice)
    after = make.entry(case, by=alice, what="Skrivet sedan")
    assert read().count(f"ingår i rapport {report.number}") == 2
    for told in (entry, later):
        assert f"Rapport {report.number}, till och med {report.stop_on}" in read(told)
    assert "Ingår i fastställda rapporter" not in read(after)


def test_a_corrected_entry_says_that_the_report_has_the_former_wording(
    case: Case, alice: User, entry: LogEntry, read: Read
) -> None:
    first = make.issued(case, by=alice)
    correct_entry(
        entry=entry,
        seen_version=1,
        wording=make.wording("Andra mötet"),
        reason="Fel nummer",
        actor=alice,
        at=make.now(),
    )
    second = make.issued(case, by=alice)
    assert "ingår i 2 rapporter" in read()
    said = read(entry)
    assert f"Rapport {first.number}, till och med {first.stop_on}, med en tidigare lydelse" in said
    assert f"Rapport {second.number}, till och med {second.stop_on}, med" not in said


def test_what_lies_outside_the_period_or_is_internal_is_not_in_the_report(
    case: Case, alice: User, read: Read
) -> None:
    internal = make.entry(case, by=alice, what="Internt", internal=True)
    report = make.issued(case, by=alice)
    assert not report.entries.filter(log_entry=internal).exists()
    assert "Ingår i fastställda rapporter" not in read(internal)


def test_outsiders_learn_of_no_reports(
    case: Case,
    alice: User,
    siv: User,
    gun: User,
    norrby: Organisation,
    region_vast: Organisation,
    entry: LogEntry,
    read: Read,
) -> None:
    make.share(case, region_vast, by=alice)
    make.guest(case, gun, make.partner("Almi"), by=alice)
    report = make.issued(case, by=alice)
    for outsider in (siv, gun):
        for said in (read(by=outsider), read(entry, by=outsider)):
            assert "ingår i" not in said.lower()
            assert report.number not in said
