"""What a person sees is the same whether the condition is built anew or compiled once."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.test.utils import CaptureQueriesContext

from accounts.models import Organisation, User
from cases.models import Case, CaseQuerySet
from core.compiled import SOMEBODY, compiled_once
from logbook.models import LogEntry, LogEntryQuerySet
from measures.models import Measure
from tests import make

KINDS = {"case": (Case, CaseQuerySet), "entry": (LogEntry, LogEntryQuerySet)}


@pytest.fixture
def people(
    alice: User,
    bo: User,
    rolf: User,
    siv: User,
    gun: User,
    charlie: User,
    norrby: Organisation,
    region_vast: Organisation,
) -> list[User]:
    """Everyone round three cases: shared with guest and correction, restricted, and another's."""
    case, _ = make.full_case(norrby, by=alice, deputy=bo, canary="Bjuv")
    make.share(case, region_vast, by=alice)
    make.guest(case, gun, make.partner("Almi"), by=alice)
    make.restricted(make.case(norrby, by=alice, title="Hemligt"), by=alice)
    theirs = make.case(charlie.memberships.get().organisation, by=charlie, title="Annans")
    make.entry(theirs, by=charlie)
    return [alice, bo, rolf, siv, gun, charlie]


@pytest.fixture(autouse=True)
def _no_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.tasks.render_pdf", lambda *a, **k: b"%PDF-1.7")


def ids(rows: QuerySet) -> set[int]:
    return set(rows.values_list("pk", flat=True))


def plain(kind: str, user: User) -> QuerySet:
    """As the method is written, built anew."""
    model, queryset = KINDS[kind]
    return queryset.visible_to.plain(model.objects.all(), user)  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", KINDS)
def test_it_gives_the_same_rows_to_everyone(kind: str, people: list[User]) -> None:
    seen = {user.name: ids(KINDS[kind][0].objects.visible_to(user)) for user in people}
    assert seen == {user.name: ids(plain(kind, user)) for user in people}
    assert len(set(map(frozenset, seen.values()))) >= 3, "people see different things"


@pytest.mark.parametrize("kind", KINDS)
def test_it_holds_inside_other_queries(kind: str, people: list[User]) -> None:
    """As a list of ids, in a correlated question, turned round, and inside itself."""
    model = KINDS[kind][0]
    for user in people:
        expected = ids(plain(kind, user))
        visible = model.objects.visible_to(user)
        assert ids(model.objects.filter(pk__in=visible)) == expected
        assert ids(model.objects.filter(Exists(visible.filter(pk=OuterRef("pk"))))) == expected
        assert ids(model.objects.exclude(pk__in=visible)) == ids(model.objects.all()) - expected
        assert ids(visible.visible_to(user)) == expected


def test_rows_of_joined_tables_are_found_by_it(people: list[User]) -> None:
    for user in people:
        cases = ids(plain("case", user))
        expected = ids(Measure.objects.filter(case__in=cases))
        assert ids(Measure.objects.visible_to(user).select_related("case")) == expected
        joined = LogEntry.objects.filter(case__in=Case.objects.visible_to(user))
        assert ids(joined) == ids(LogEntry.objects.filter(case__in=cases))


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_one_query_and_names_nobody_else(kind: str, people: list[User]) -> None:
    for user in people:
        with CaptureQueriesContext(connection) as queries:
            list(KINDS[kind][0].objects.visible_to(user))
        assert len(queries) == 1
        assert str(SOMEBODY) not in queries[0]["sql"]
        assert str(user.pk) in queries[0]["sql"]


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_is_not_logged_in_sees_nothing(kind: str, people: list[User]) -> None:
    assert not KINDS[kind][0].objects.visible_to(AnonymousUser()).exists()


def test_a_condition_that_joins_is_refused(alice: User, case: Case) -> None:
    @compiled_once
    def by_name(rows: QuerySet, user: User) -> QuerySet:
        return rows.filter(responsible__name="Alice")

    with pytest.raises(TypeError, match="must not join"):
        by_name(Case.objects.all(), alice)
