"""What a measure leads to, and its money: no float, and every cost tied to what was done."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from lxml import html

from accounts.models import Organisation, User
from cases import actions as case_actions
from cases.models import Case
from cases.queries import missing_goals
from cases.states import State as CaseState
from core.actions import Conflict, Refused, acting_as
from figures import indicator_actions, money
from figures import outcome_actions as actions
from figures import outcome_queries as queries
from figures.clock_kinds import DateKind
from figures.indicator_queries import followed
from figures.models import Cost, Funding, Goal, Indicator, Observation
from figures.money import FunderMoney
from figures.units import Better, Unit
from guide.phases import Phase
from logbook.models import LogEntry
from measures import actions as measure_actions
from measures.models import Measure
from measures.states import State
from reports.model import Report, Table
from tests import busy, make


@pytest.fixture
def measure(case: Case, alice: User) -> Measure:
    return make.measure(case, by=alice)


def decided(measure: Measure, by: User) -> Measure:
    return measure_actions.change_measure_state(
        measure=measure, to=State.DECIDED, on=make.today(), actor=by, at=make.now()
    )


MONEY = [
    FunderMoney(funder="Region Väst", applied=500, granted=400, used=450),
    FunderMoney(funder="ESF", applied=1000),
    FunderMoney(funder="Almi", used=25),
    FunderMoney(funder="Kommunen", applied=100, granted=120),
]


def test_money_sums_to_the_ore() -> None:
    assert money.total_applied(MONEY) == 1600
    assert money.total_granted(MONEY) == 520
    assert money.total_used(MONEY) == 475
    assert [money.left(each) for each in MONEY] == [-50, None, None, 120]
    assert money.total_used([]) == 0


def test_what_a_funder_would_ask_about_is_told() -> None:
    said = money.warnings(MONEY)
    assert [sentence.split(",")[0].rstrip(".") for sentence in said] == [
        "Mer är använt än vad Region Väst har beviljat",
        "Kostnader är noterade",
        "Kommunen har beviljat mer än vad som är sökt",
    ]


def test_costs_sum_in_the_database_and_are_tied_to_the_log(
    case: Case, measure: Measure, alice: User
) -> None:
    entry = make.entry(case, by=alice, measure=measure, what="Hyrde Folkets hus")
    funding = make.funding(
        measure, by=alice, applied_ore=50_000_00, granted_ore=100_10, decided_on=make.today()
    )
    for amount in (100_05, 10, -5):
        actions.note_cost(
            funding=funding,
            amount_ore=amount,
            used_on=make.today(),
            entry=entry.entry,
            actor=alice,
            at=make.now(),
        )
    [row] = queries.money_of(measure).rows
    assert (row.money.used, row.left) == (100_10, "0\N{NO-BREAK SPACE}kr")
    log = LogEntry.objects.visible_to(alice).filter(case=case)
    costs = list(queries.cost_page(measure, log, page=None, size=50))
    assert {shown.entry.what for shown in costs if shown.entry} == {"Hyrde Folkets hus"}
    assert queries.money_in(case).used == queries.money_of(measure).used


def test_a_cost_of_nothing_ahead_or_elsewhere_is_refused(
    measure: Measure, alice: User, norrby: Organisation
) -> None:
    funding = make.funding(measure, by=alice)
    elsewhere = make.entry(make.case(norrby, by=alice, title="Annat"), by=alice)
    tomorrow = make.today() + timedelta(days=1)
    cost: dict[str, Any] = {"funding": funding, "actor": alice, "at": make.now()}
    for values, reason in (
        ({"amount_ore": 0, "used_on": make.today()}, "belopp"),
        ({"amount_ore": 5, "used_on": tomorrow}, "framtiden"),
        ({"amount_ore": 5, "used_on": make.today(), "entry": elsewhere.entry}, "annat ärende"),
        ({"amount_ore": 5, "used_on": make.today(), "entry": uuid.uuid4()}, "annat ärende"),
    ):
        with pytest.raises(Refused, match=reason):
            actions.note_cost(**cost, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cost.objects.create(funding=funding, amount_ore=0, used_on=make.today(), recorded_by=alice)


def test_a_funder_stands_once_and_a_grant_has_its_day(measure: Measure, alice: User) -> None:
    make.funding(measure, by=alice)
    with pytest.raises(Refused, match="finns redan"):
        make.funding(measure, by=alice, funder="region väst")
    with pytest.raises(Refused, match="dag för beslutet"):
        make.funding(measure, by=alice, funder="ESF", granted_ore=5)


def test_a_goal_is_followed_to_its_result(measure: Measure, alice: User) -> None:
    goal = make.goal(measure, by=alice)
    actions.note_result(
        goal=goal, value=Decimal(40), measured_on=make.today(), actor=alice, at=make.now()
    )
    [shown] = queries.goal_page(measure, page=None, size=50)
    assert shown.result_words == "40"
    assert shown.way == "60 kvar till målet 100. 40 % av vägen är gången."
    with pytest.raises(Refused, match="före utgångsläget"):
        actions.note_result(
            goal=goal,
            value=Decimal(1),
            measured_on=goal.baseline_on - timedelta(days=1),
            actor=alice,
            at=make.now(),
        )
    changed = {"goal": goal, "facts": make.goal_facts(indicator="Annat"), "actor": alice}
    actions.change_goal(seen_version=1, at=make.now(), **changed)
    with pytest.raises(Conflict):
        actions.change_goal(seen_version=1, at=make.now(), **changed)


def test_a_closed_case_still_takes_results(measure: Measure, alice: User) -> None:
    goal = make.goal(measure, by=alice)
    case_actions.change_state(
        case=measure.case, to=CaseState.CLOSED, reason="Klart", actor=alice, at=make.now()
    )
    assert actions.note_result(
        goal=goal, value=Decimal(9), measured_on=make.today(), actor=alice, at=make.now()
    ).pk


def test_goals_are_asked_for_before_phase_four(
    case: Case, measure: Measure, alice: User, as_user: Callable[[User], Client]
) -> None:
    make.measure(case, by=alice, title="Bara en idé")
    decided(measure, alice)
    make.moved_to(case, Phase.PLAN, by=alice)
    case.refresh_from_db()
    assert missing_goals(case, Phase.ANALYSE) == []
    [sentence] = missing_goals(case, Phase.PLAN)
    assert measure.title in sentence
    page = as_user(alice).get(reverse("cases:phase", args=[case.number, 3])).content.decode()
    assert "1\N{NO-BREAK SPACE}insats saknar mål" in page
    with pytest.raises(Refused, match="Skriv ett skäl"):
        case_actions.move_to_phase(case=case, to=Phase.IMPLEMENT, actor=alice, at=make.now())
    make.goal(measure, by=alice)
    assert missing_goals(case, Phase.PLAN) == []


# --- Indicators -------------------------------------------------------------------------------


def test_the_newest_value_of_a_year_counts_and_all_stay(case: Case, alice: User) -> None:
    indicator = make.indicator(
        case,
        by=alice,
        baseline=Decimal(2),
        baseline_year=2020,
        target=Decimal(10),
        target_year=2030,
    )
    make.observation(indicator, 2024, "5", by=alice)
    make.observation(indicator, 2024, "6", by=alice)
    [row] = followed(Indicator.objects.visible_to(alice).filter(case=case))
    assert [(p.year, p.value) for p in row.points] == [(2020, Decimal(2)), (2024, Decimal(6))]
    assert row.trend == "stiger, åt rätt håll"
    assert row.to_target == "4 kvar till målet 10. 50 % av vägen är gången."
    assert Observation.objects.count() == 2
    assert row.chart
    assert "Mål 10 år 2030" in row.chart.wide


def test_dependence_is_shown_with_jobs_and_never_as_success(
    case: Case, alice: User, as_user: Callable[[User], Client]
) -> None:
    indicator = make.indicator(
        case,
        by=alice,
        key="dependency_top1",
        unit=Unit.PER_CENT,
        better=Better.LOWER,
        baseline=Decimal(20),
        baseline_year=2020,
        baseline_jobs=400,
        target=Decimal(12),
        target_year=2030,
    )
    make.observation(indicator, 2024, "10", by=alice, jobs=180)
    client = as_user(alice)
    for name, args in (
        ("figures:indicators", [case.number]),
        ("figures:indicator", [case.number, indicator.pk]),
    ):
        text = html.fromstring(client.get(reverse(name, args=args)).content).text_content()
        assert "180 jobb" in text
        assert "220 jobb är borta" in text
        assert "genom att förlora sitt största företag" in text
        assert "Målet 12" not in text


def test_one_of_the_ready_set_is_chosen_once(case: Case, alice: User) -> None:
    make.indicator(case, by=alice, key="employment_rate")
    with pytest.raises(Refused, match="följs redan"):
        make.indicator(case, by=alice, key="employment_rate")
    make.indicator(case, by=alice)
    make.indicator(case, by=alice)


def test_a_value_of_a_year_to_come_is_refused_with_all_the_others(case: Case, alice: User) -> None:
    indicator = make.indicator(case, by=alice)
    years = (2024, make.today().year + 1)
    with pytest.raises(Refused, match="har inte varit"):
        indicator_actions.import_observations(
            indicator=indicator,
            observed=[indicator_actions.Observed(year=y, value=Decimal(1)) for y in years],
            source="SCB",
            read_on=make.today(),
            file_name="x.csv",
            actor=alice,
            at=make.now(),
        )
    assert Observation.objects.count() == 0


def test_the_notices_share_is_counted_from_the_notified_and_the_employed(
    case: Case, alice: User, rolf: User, as_user: Callable[[User], Client]
) -> None:
    indicator = make.indicator(
        case, by=alice, key="notice_share", name="Varslets andel", unit=Unit.PER_CENT
    )
    make.headcount(make.wave(case, by=alice), by=alice, notified=250)
    client = as_user(alice)
    url = reverse("figures:indicator", args=[case.number, indicator.pk])

    def offered(**query: str) -> tuple[Any, str]:
        form = client.get(url, query).context["form"]
        return form["value"].value(), form["source"].value().replace("\N{NO-BREAK SPACE}", " ")

    assert offered()[0] is None
    assert offered(forvarvsarbetande="10000") == (
        "2,5",
        "250 varslade av 10 000 förvärvsarbetande (SCB)",
    )
    for wrong in ("", "0", "-5", "många", "9" * 30):
        assert offered(forvarvsarbetande=wrong)[0] is None
        refused = client.get(url, {"forvarvsarbetande": wrong})
        assert refused.status_code == 422
        assert "Det här behöver ändras" in refused.content.decode()
    assert "Räkna ut" not in as_user(rolf).get(url).content.decode()
    other = make.indicator(case, by=alice)
    page = client.get(reverse("figures:indicator", args=[case.number, other.pk]))
    assert "Räkna ut" not in page.content.decode()
    assert Observation.objects.count() == 0


def test_a_file_is_shown_before_a_row_of_it_is_saved(
    case: Case, alice: User, as_user: Callable[[User], Client]
) -> None:
    indicator = make.indicator(case, by=alice, name="Andel sysselsatta")
    client = as_user(alice)
    table = "region;2022;2023\n1260 Bjuv;70,1;70,2\n0687 Norrby;72,4;73,9\n"
    upload = SimpleUploadedFile("scb.csv", table.encode())
    preview = reverse("figures:import_preview", args=[case.number, indicator.pk])
    page = html.fromstring(client.post(preview, {"file": upload}).content)
    save = reverse("figures:import_save", args=[case.number, indicator.pk])
    forms = [form for form in page.forms if form.get("action") == save]
    assert len(forms) == 2
    assert Observation.objects.count() == 0
    data = dict(forms[0].form_values())
    for _ in range(2):
        assert client.post(save, data).status_code == 302
    values = Observation.objects.order_by("year").values_list("year", "value")
    assert list(values) == [(2022, Decimal("72.40")), (2023, Decimal("73.90"))]
    assert client.post(save, data | {"values": "2020=x"}).status_code == 422
    bad = SimpleUploadedFile("x.xlsx", b"nej")
    response = client.post(preview, {"file": bad})
    assert response.status_code == 422
    assert "går inte att läsa som Excel" in response.content.decode()


@pytest.mark.parametrize(
    ("name", "label", "anchor"),
    [
        ("mal", "Mål", "goals-heading"),
        ("pengar", "Finansiärer", "money-heading"),
        ("kostnader", "Kostnader", "costs-heading"),
    ],
)
def test_each_long_list_of_a_measure_is_paged_by_links_and_the_others_stay(
    name: str,
    label: str,
    anchor: str,
    measure: Measure,
    alice: User,
    as_user: Callable[[User], Client],
) -> None:
    goal = make.goal(measure, by=alice)
    funding = make.funding(measure, by=alice)
    actions.note_cost(
        funding=funding,
        amount_ore=100,
        used_on=make.today(),
        what="Hyra",
        actor=alice,
        at=make.now(),
    )
    cost = funding.costs.get()
    with acting_as(alice):
        Goal.objects.bulk_create(busy.copies(goal, 70, indicator=[f"Mål {n}" for n in range(70)]))
        Funding.objects.bulk_create(
            busy.copies(funding, 70, funder=[f"Finansiär {n:02}" for n in range(70)])
        )
        Cost.objects.bulk_create(busy.copies(cost, 70, what=[f"Sak {n}" for n in range(70)]))
    client = as_user(alice)
    url = reverse("figures:outcome", args=[measure.case.number, measure.pk])

    def seen(address: str) -> tuple[set[str], dict[str, str]]:
        tree = html.fromstring(client.get(url + address).content.decode())
        [section] = tree.xpath(f"//nav[@aria-label='Sidor, {label}']")
        links = {
            link.text_content().split()[0]: link.get("href") for link in section.cssselect("a")
        }
        rows = tree.xpath("//section//li | //section//tbody/tr")
        return {" ".join(row.text_content().split()) for row in rows}, links

    others = "&".join(f"{each}=2" for each in ("mal", "pengar", "kostnader") if each != name)
    first, links = seen(f"?{others}")
    assert set(links) == {"Nästa"}
    address, _, place = links["Nästa"].partition("#")
    assert place == anchor
    # The other lists keep their place.
    assert set(others.split("&")) < set(address.removeprefix("?").split("&"))
    last, back = seen(address)
    assert set(back) == {"Föregående"}
    assert (len(first - last), len(last - first)) == (50, 21)
    again, _ = seen(back["Föregående"].partition("#")[0])
    assert again == first


def test_a_long_list_of_indicators_is_paged(
    case: Case, alice: User, as_user: Callable[[User], Client]
) -> None:
    first = make.indicator(case, by=alice)
    with acting_as(alice):
        Indicator.objects.bulk_create(
            busy.copies(
                first,
                40,
                name=[f"Indikator {n}" for n in range(40)],
                catalogue_key=[""] * 40,
                position=range(100, 140),
            )
        )
    client = as_user(alice)
    url = reverse("figures:indicators", args=[case.number])
    pages = [client.get(url, {"sida": page}) for page in (1, 2)]
    names = [[row.indicator.name for row in page.context["rows"]] for page in pages]
    assert [len(each) for each in names] == [30, 11]
    assert not set(names[0]) & set(names[1])
    [following] = html.fromstring(pages[0].content.decode()).xpath(
        "//nav[@aria-label='Sidor, Indikatorer']//a/@href"
    )
    assert following == "?sida=2#indicators-heading"


def test_a_log_entry_tells_its_costs_to_those_inside_only(
    case: Case,
    measure: Measure,
    alice: User,
    siv: User,
    region_vast: Organisation,
    as_user: Callable[[User], Client],
) -> None:
    entry = make.entry(case, by=alice, measure=measure, what="Hyrde Folkets hus")
    for number, tied in enumerate((entry.entry, None)):
        actions.note_cost(
            funding=make.funding(measure, by=alice, funder=f"Finansiär {number}"),
            amount_ore=1234_00,
            used_on=make.today(),
            what="Hyra",
            entry=tied,
            actor=alice,
            at=make.now(),
        )
    make.share(case, region_vast, by=alice)
    url = reverse("logbook:entry", args=[case.number, entry.entry])
    inside = as_user(alice).get(url).content.decode()
    assert "Kostnader som hör hit" in inside
    assert "Finansiär 0" in inside
    assert "Finansiär 1" not in inside
    outside = as_user(siv).get(url)
    assert outside.status_code == 200
    assert "Kostnader" not in outside.content.decode()


@pytest.mark.parametrize("page", ["", "0", "-1", "999", "mittpartiet"])
def test_a_page_that_does_not_exist_is_the_nearest_one(
    page: str, measure: Measure, alice: User, as_user: Callable[[User], Client]
) -> None:
    make.goal(measure, by=alice)
    url = reverse("figures:outcome", args=[measure.case.number, measure.pk])
    response = as_user(alice).get(url, {"mal": page, "pengar": page, "kostnader": page})
    assert response.status_code == 200
    assert len(response.context["goals"]) == 1


def test_a_report_tells_each_goal_with_its_result_by_the_stop_date(
    case: Case, measure: Measure, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.tasks.render_pdf", lambda *a, **k: b"%PDF-1.7")
    goal = make.goal(measure, by=alice, baseline=Decimal(3), target=Decimal(100))
    for value, days_ago in ((40, 10), (60, 0)):
        actions.note_result(
            goal=goal,
            value=Decimal(value),
            measured_on=make.today() - timedelta(days=days_ago),
            actor=alice,
            at=make.now(),
        )

    def told(stop: date) -> tuple[str, ...]:
        issued = make.issued(case, by=alice, period_to=stop, recipient=f"Styrelsen {stop}")
        tables = [
            block
            for block in Report.from_json(issued.data).blocks()
            if isinstance(block, Table) and block.caption == "Insatsernas mål och utfall"
        ]
        return tables[0].rows[0] if tables else ()

    today = make.today()
    before = today - timedelta(days=5)
    measured = (today - timedelta(days=10)).isoformat()
    year, target_on = goal.baseline_on.year, goal.target_on.isoformat()
    start = (measure.title, goal.indicator, f"färre än 5 ({year})")
    assert told(before) == (*start, f"40 ({measured})", f"100 ({target_on})")
    assert told(today) == (*start, f"60 ({today})", f"100 ({target_on})")
    assert told(goal.baseline_on - timedelta(days=1)) == ()


def test_the_next_reports_stop_date_on_the_clock_is_offered_in_the_form(
    case: Case, alice: User, as_user: Callable[[User], Client]
) -> None:
    url = reverse("reports:new", args=[case.number])
    client = as_user(alice)
    assert client.get(url).context["form"]["next_report_on"].value() is None
    following = make.today() + timedelta(days=60)
    make.noted_day(case, DateKind.REPORT_STOP, following, by=alice)
    assert client.get(url).context["form"]["next_report_on"].value() == following
    make.noted_day(case, DateKind.REPORT_STOP, make.today(), by=alice)
    assert client.get(url).context["form"]["next_report_on"].value() is None
