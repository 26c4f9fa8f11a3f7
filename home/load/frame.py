"""The frame of load data: people, cases, who takes part, measures and main activities, in bulk."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from accounts.models import Membership, Organisation, OrganisationKind, User
from accounts.permissions import Role
from cases.models import Case, Participant, PhaseAnswer, PhaseStay, Reader, Share
from cases.states import ShareMode, State, Trigger, Visibility
from guide.load import guide
from guide.model import MeasureGroup
from home.load.words import Words
from measures.models import MainActivity, Measure
from measures.states import State as MeasureState

# The municipality the benchmark looks from has the same cases at every size, so that growth
# shows what the rest of the country costs.
ANCHOR_CODE = "1885"
ANCHOR_CASES = 40
ANCHOR_YEAR = 2025
FIFTY, TYPICAL, HUGE = 1050, 1200, 5000  # serials: cases of 50, of 200 and of 5,000 entries
OFFICER = f"handlaggare-1@{ANCHOR_CODE}.load.example"
COORDINATOR = "samordnare@18.load.example"

SHARED = 0.6  # of the cases, with the region, live
RESTRICTED = 0.05
JOINT = 0.1  # have a second municipality
CLOSED = 0.35
BATCH = 2000
UNUSABLE = "!"


@dataclass
class Place:
    """A municipality with those who work there."""

    organisation: Organisation
    officers: list[User]


@dataclass
class Made:
    """A case with what its log entries can stand in."""

    case: Case
    organisation: Organisation
    writers: list[User]
    measures: list[tuple[Measure, list[MainActivity]]]


def make_people(words: Words, by: User) -> list[Place]:
    """Two officers, a report officer and an administrator in each municipality; a coordinator per region.

    Nobody has a password.
    """
    organisations = Organisation.objects.exclude(code="").order_by("kind", "code")
    wanted: list[tuple[User, Organisation, Role]] = []
    for organisation in organisations:
        names: tuple[tuple[str, Role], ...]
        if organisation.kind == OrganisationKind.MUNICIPALITY:
            names = (
                ("handlaggare-1", Role.CASE_OFFICER), ("handlaggare-2", Role.CASE_OFFICER),
                ("rapport", Role.REPORT_OFFICER), ("forvaltare", Role.ADMIN),
            )  # fmt: skip
        else:
            names = (("samordnare", Role.COORDINATOR),)
        for name, role in names:
            email = f"{name}@{organisation.code}.load.example"
            user = User(email=email, name=words.person(), password=UNUSABLE)
            wanted.append((user, organisation, role))
    User.objects.bulk_create([user for user, *_ in wanted], batch_size=BATCH)
    Membership.objects.bulk_create(
        [Membership(user=u, organisation=o, role=r, began_by=by) for u, o, r in wanted],
        batch_size=BATCH,
    )
    places: dict[int, Place] = {}
    for user, organisation, role in wanted:
        if role == Role.CASE_OFFICER:
            places.setdefault(organisation.pk, Place(organisation, [])).officers.append(user)
    return list(places.values())


def make_cases(count: int, places: list[Place], words: Words, today: date, by: User) -> list[Made]:
    """`count` cases with participants, shares, readers, phases, answers, measures, activities."""
    dice = words.dice
    chosen = list(_where(count, places, dice))
    cases = [
        _case(place, year, serial, words, today)
        for place, (year, serial) in zip(chosen, _numbers(count, dice, today), strict=True)
    ]
    Case.objects.bulk_create(cases, batch_size=BATCH)
    made = [
        Made(case, place.organisation, place.officers, [])
        for case, place in zip(cases, chosen, strict=True)
    ]
    _let_in(made, places, dice, by)
    _phases(made, words, today)
    _plan(made, words)
    return made


def _where(count: int, places: list[Place], dice: random.Random) -> Iterator[Place]:
    """The anchor's cases first, then the others' by how often things close there."""
    anchor = next(p for p in places if p.organisation.code == ANCHOR_CODE)
    others = [p for p in places if p is not anchor]
    weights = [dice.lognormvariate(0, 0.8) for _ in others]
    of_anchor = min(ANCHOR_CASES, count)
    yield from [anchor] * of_anchor
    yield from dice.choices(others, weights, k=count - of_anchor)


def _numbers(count: int, dice: random.Random, today: date) -> Iterator[tuple[int, int]]:
    """Years and serials, none twice; the benchmark's own cases first."""
    taken = {(ANCHOR_YEAR, serial) for serial in (FIFTY, TYPICAL, HUGE)}
    yield from sorted(taken)[:count]
    for _ in range(count - len(taken)):
        number = (dice.randint(today.year - 8, today.year), dice.randint(1000, 9999))
        while number in taken:
            number = (number[0], dice.randint(1000, 9999))
        taken.add(number)
        yield number


def _case(place: Place, year: int, serial: int, words: Words, today: date) -> Case:
    dice = words.dice
    company = words.company()
    first_day = date(year, 1, 1)
    notice_on = first_day + timedelta(days=dice.randint(0, min(364, (today - first_day).days)))
    is_benchmark = (year, serial) in {(ANCHOR_YEAR, s) for s in (FIFTY, TYPICAL, HUGE)}
    closed = not is_benchmark and dice.random() < CLOSED
    restricted = not is_benchmark and dice.random() < RESTRICTED
    responsible, deputy = place.officers if dice.random() < 0.5 else place.officers[::-1]
    opened = datetime(notice_on.year, notice_on.month, notice_on.day, 9, tzinfo=UTC)
    return Case(
        year=year,
        serial=serial,
        title=f"{company} {words.one_of(('lägger ner', 'varslar', 'flyttar', 'skär ner'))}",
        company=company,
        trigger=words.one_of(Trigger.values),
        notice_on=notice_on,
        affected=dice.randint(15, 900),
        responsible=responsible,
        deputy=deputy,
        visibility=Visibility.RESTRICTED if restricted else Visibility.INTERNAL,
        description=words.entry(),
        phase=5 if closed else dice.randint(1, 5),
        state=State.CLOSED if closed else State.OPEN,
        opened_at=opened,
        opened_by=responsible,
    )


def _let_in(made: list[Made], places: list[Place], dice: random.Random, by: User) -> None:
    participants, shares, readers = [], [], []
    for row in made:
        case, began = row.case, row.case.opened_at
        frame = {"case": case, "began_at": began, "began_by": row.writers[0]}
        participants.append(Participant(organisation=row.organisation, is_lead=True, **frame))
        if case.is_restricted:
            readers += [Reader(user=u, reason="Ansvarar för ärendet", **frame) for u in row.writers]
            continue
        if dice.random() < JOINT:
            other = dice.choice(places)
            # The municipality looked from has the same cases at every size.
            if other.organisation not in (row.organisation,) and ANCHOR_CODE not in (
                other.organisation.code, row.organisation.code
            ):  # fmt: skip
                participants.append(Participant(organisation=other.organisation, **frame))
        if row.organisation.region_id and dice.random() < SHARED:
            shares.append(
                Share(organisation_id=row.organisation.region_id, mode=ShareMode.LIVE, **frame)
            )
    Participant.objects.bulk_create(participants, batch_size=BATCH)
    Share.objects.bulk_create(shares, batch_size=BATCH)
    Reader.objects.bulk_create(readers, batch_size=BATCH)


def _phases(made: list[Made], words: Words, today: date) -> None:
    dice = words.dice
    questions = {
        phase: [q.key for q in guide().phase(phase).questions] for phase in (1, 2, 3, 4, 5)
    }
    stays, answers = [], []
    for row in made:
        case = row.case
        step = max(1, (today - case.notice_on).days // (case.phase + 1))
        days = [case.notice_on + timedelta(days=n * step) for n in range(case.phase)]
        for number, began in enumerate(days, start=1):
            ended = days[number] if number < case.phase else None
            stays.append(PhaseStay(case=case, phase=number, began_on=began, ended_on=ended))
        answers += [
            PhaseAnswer(
                case=case,
                question=question,
                guide_version=guide().version,
                text=words.entry(),
                answered_at=case.opened_at,
                answered_by=row.writers[0],
            )
            for question in questions[1]
            if dice.random() < 0.4
        ]
    PhaseStay.objects.bulk_create(stays, batch_size=BATCH)
    PhaseAnswer.objects.bulk_create(answers, batch_size=BATCH)


def _plan(made: list[Made], words: Words) -> None:
    dice = words.dice
    for row in made:
        for position in range(1, dice.randint(3, 7) + 1):
            start = row.case.notice_on + timedelta(days=dice.randint(5, 200))
            measure = Measure(
                case=row.case,
                position=position,
                title=f"{words.matter()} {position}",
                group=words.one_of(MeasureGroup.values),
                state=words.one_of((MeasureState.DECIDED, MeasureState.ONGOING, MeasureState.DONE)),
                responsible=dice.choice(row.writers),
                planned_start=start,
                planned_end=start + timedelta(days=dice.randint(20, 200)),
            )
            row.measures.append((measure, []))
    Measure.objects.bulk_create([m for row in made for m, _ in row.measures], batch_size=BATCH)
    for row in made:
        for measure, activities in row.measures:
            activities += [
                MainActivity(measure=measure, number=number, title=words.matter())
                for number in range(1, dice.randint(1, 4) + 1)
            ]
    MainActivity.objects.bulk_create(
        [a for row in made for _, activities in row.measures for a in activities], batch_size=BATCH
    )
