"""The clock's arithmetic: lead times, the notice law, the globalisation fund. Pure: plain values in and out."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


def days_between(first: date, last: date) -> int:
    """Whole calendar days from `first` to `last`; negative when `last` comes before.

    Days, not hours: a switch to or from summer time makes no difference.
    """
    return (last - first).days


def add_months(day: date, months: int) -> date:
    """The day with the same number `months` later, or the last of a month that has no such day.

    31 August + 6 months is 28 (or 29) February: lag (1930:173) om beräkning av lagstadgad tid, 1 §.
    Its 2 § (a last day on a weekend moves on) is about acting in time, not about earliest days.
    """
    place = day.year * 12 + day.month - 1 + months
    year, month = place // 12, place % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


# --- The notice law ---------------------------------------------------------------------------

FEWEST_FOR_NOTICE = 5  # persons at one employer in one county
# More than so many persons: so many months.
NOTICE_MONTHS = ((100, 6), (25, 4), (0, 2))
COUNTED_TOGETHER_DAYS = 90
FEWEST_TOGETHER = 20  # persons within those days


def notice_months(concerned: int) -> int | None:
    """Months before the cut that the employer must give notice; None when there is no duty.

    `concerned` is the number of employees who may be dismissed, at one employer and in one county:
    fewer than 5 none, 5–25 two, 26–100 four, more than 100 six months. Lag (1974:13) om vissa
    anställningsfrämjande åtgärder, 1 and 2 §§. The other ground of 1 §, at least 20 dismissals
    within 90 days, is asked of several notices together (`concerned_together`). Raises ValueError
    below zero.
    """
    if concerned < 0:
        raise ValueError("a number of people is not negative")
    if concerned < FEWEST_FOR_NOTICE:
        return None
    return next(months for more_than, months in NOTICE_MONTHS if concerned > more_than)


def earliest_cut(filed_on: date, concerned: int) -> date | None:
    """The first day the cut may be carried out after a notice filed on `filed_on`; None without duty.

    The time runs from the notice to the day the first employee leaves (lag (1974:13), 2 §;
    Arbetsförmedlingen's general advice 2010:2).
    """
    months = notice_months(concerned)
    return None if months is None else add_months(filed_on, months)


def concerned_together(notices: Iterable[tuple[date, int]], on: date) -> int:
    """The most people that notices within one period of 90 days round the day `on` concern together.

    Ninety days are the period of lag (1974:13), 1 §. Each notice is its day and its persons.
    """
    each = list(notices)
    days = timedelta(days=COUNTED_TOGETHER_DAYS)
    starts = {day for day, _ in each if day <= on < day + days}
    return max(
        (sum(n for day, n in each if start <= day < start + days) for start in starts), default=0
    )


# --- The globalisation fund -------------------------------------------------------------------

EGF_PEOPLE = 200
EGF_MONTHS = 4
EGF_WEEKS = 12


@dataclass(frozen=True, kw_only=True)
class Redundancies:
    """So many people were dismissed on a day, or are expected to be, and where that is known from."""

    on: date
    number: int
    source: str = ""
    at_supplier: bool = False
    is_expected: bool = False


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """How the redundancies of one reference period stand to the fund's threshold. Counts of people.

    `rows` are those that are counted.
    """

    first: date
    last: date
    number: int
    at_suppliers: int = 0
    expected: int = 0
    rows: tuple[Redundancies, ...] = ()

    @property
    def is_reached(self) -> bool:
        return self.number >= EGF_PEOPLE

    @property
    def is_certain(self) -> bool:
        """Whether it is reached without those who are only expected."""
        return self.number - self.expected >= EGF_PEOPLE

    @property
    def missing(self) -> int:
        """People short of the threshold; 0 when it is reached."""
        return max(0, EGF_PEOPLE - self.number)

    @property
    def apply_by(self) -> date:
        """The last day to apply: twelve weeks after the end of the reference period.

        A last day on a weekend or holiday moves to the next working day (regulation 1182/71,
        article 3.4); the day given here is therefore never too late.
        """
        return self.last + timedelta(weeks=EGF_WEEKS)


def egf_threshold(rows: Iterable[Redundancies], today: date) -> Threshold | None:
    """The reference period to go by, and how it stands to the threshold; None without any row.

    At least 200 people within four months at one employer, its suppliers and downstream producers
    included (regulation (EU) 2021/691, article 4.2 a). What has happened goes before what is
    expected. Of the periods that reach the threshold the first whose last day to apply is not past
    is chosen, else the last of them; if none reaches it, the latest with the most people.
    Raises ValueError for a number below zero.
    """
    ordered = sorted(rows, key=lambda row: row.on)
    if any(row.number < 0 for row in ordered):
        raise ValueError("a number of people is not negative")
    counted = [row for row in ordered if row.number]
    if not counted:
        return None
    certain = _periods([row for row in counted if not row.is_expected])
    everything = _periods(counted)
    for periods in (certain, everything):
        reached = [period for period in periods if period.is_reached]
        if reached:
            in_time = [period for period in reached if period.apply_by >= today]
            return in_time[0] if in_time else reached[-1]
    return max(everything, key=lambda period: (period.number, period.first))


def _periods(rows: list[Redundancies]) -> list[Threshold]:
    """A reference period from each day on which somebody was dismissed, in the order of the days."""
    periods = []
    for first in sorted({row.on for row in rows}):
        last = add_months(first, EGF_MONTHS) - timedelta(days=1)
        within = [row for row in rows if first <= row.on <= last]
        periods.append(
            Threshold(
                first=first,
                last=last,
                number=sum(row.number for row in within),
                at_suppliers=sum(row.number for row in within if row.at_supplier),
                expected=sum(row.number for row in within if row.is_expected),
                rows=tuple(within),
            )
        )
    return periods


# --- After the end ----------------------------------------------------------------------------

FOLLOW_UP_MONTHS = (6, 12, 24)


def follow_ups(closed_on: date) -> list[tuple[int, date]]:
    """When a closed case asks how it went: months after the end, and the day.

    The guide's fifth phase asks how it went for those concerned after 6, 12 and 24 months.
    """
    return [(months, add_months(closed_on, months)) for months in FOLLOW_UP_MONTHS]


def next_assessment(notice_on: date, assessed_on: date | None) -> date:
    """When the group is to judge its work next: a year after the last time, or after the notice.

    Once a year is our own proposal after Norway's programmes (design/domain.md, section 8, row 11).
    """
    return add_months(assessed_on or notice_on, 12)


def first_asking(today: date) -> date:
    """A case that was closed before this day asks no more: its last follow-up is a year late."""
    return add_months(today, -(FOLLOW_UP_MONTHS[-1] + 12))
