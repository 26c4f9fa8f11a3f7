"""What people do with figures: add a wave, enter a snapshot, correct one, paste many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max

from accounts.models import User
from cases.models import Case
from core.actions import Conflict, Refused, action, refuse_if
from core.models import label_of
from figures import headcount_rules as rules
from figures.categories import Category
from figures.models import Headcount, NoticeWave
from logbook.events import Event
from logbook.record import local_day, record


@dataclass(frozen=True, kw_only=True)
class HeadcountFacts:
    """What one source says of a wave on a day. `sources` names others for single numbers."""

    counted_on: date
    source: str
    counts: Mapping[Category, int | None]
    sources: Mapping[Category, str] = field(default_factory=dict)

    def columns(self) -> dict[str, object]:
        """The values by column."""
        numbers = {category.value: self.counts.get(category) for category in Category}
        others = {
            category.value: who
            for category, who in self.sources.items()
            if who and who != self.source and self.counts.get(category) is not None
        }
        return {
            "counted_on": self.counted_on,
            "source": self.source,
            "sources": others,
            **numbers,
        }


@action
def add_wave(
    *,
    case: Case,
    name: str,
    noticed_on: date,
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> NoticeWave:
    """Add a wave with the next number in the case."""
    case = _locked(case)
    refuse_if(list(rules.blockers_to_wave(name=name, noticed_on=noticed_on, today=local_day(at))))
    last = NoticeWave.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    wave = NoticeWave.objects.create(case=case, number=last + 1, name=name, noticed_on=noticed_on)
    record(
        case=case, event=Event.WAVE_ADDED, actor=actor, at=at, name=name, on=noticed_on.isoformat()
    )
    return wave


@action
def change_wave(
    *,
    wave: NoticeWave,
    seen_version: int,
    name: str,
    noticed_on: date,
    actor: User,
    at: datetime,
) -> NoticeWave:
    """Change a wave's name or day. Raises Conflict when someone changed it since `seen_version`."""
    case = _locked(wave.case)
    wave = NoticeWave.objects.get(pk=wave.pk)
    if wave.version != seen_version:
        raise Conflict(wave)
    refuse_if(list(rules.blockers_to_wave(name=name, noticed_on=noticed_on, today=local_day(at))))
    new = {"name": name, "noticed_on": noticed_on}
    changed = [key for key, value in new.items() if getattr(wave, key) != value]
    if not changed:
        return wave
    wave.name, wave.noticed_on, wave.version = name, noticed_on, wave.version + 1
    wave.save(update_fields=["name", "noticed_on", "version"])
    record(
        case=case,
        event=Event.WAVE_CHANGED,
        actor=actor,
        at=at,
        name=name,
        changed=[label_of(NoticeWave, key) for key in changed],
    )
    return wave


@action
def enter_headcount(
    *,
    wave: NoticeWave,
    facts: HeadcountFacts,
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> Headcount:
    """Enter a snapshot. Raises Refused if the rules say no; what does not add up is no reason."""
    case = _locked(wave.case)
    refuse_if(_blockers_to_enter(wave, facts, local_day(at)))
    row = Headcount.objects.create(wave=wave, recorded_by=actor, **facts.columns())
    record(
        case=case,
        event=Event.HEADCOUNT_ENTERED,
        actor=actor,
        at=at,
        wave=wave.name,
        on=facts.counted_on.isoformat(),
        source=facts.source,
    )
    return row


@action
def paste_headcounts(
    *,
    case: Case,
    rows: Sequence[tuple[NoticeWave, HeadcountFacts]],
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> Headcount:
    """Enter several snapshots, all or none. Each reason of a refusal begins with the row's place."""
    case = _locked(case)
    if not rows:
        raise Refused(["Det finns inga rader att spara."])
    told: set[tuple[int, date, str]] = set()
    reasons = []
    for place, (wave, facts) in enumerate(rows, start=1):
        key = (wave.pk, facts.counted_on, facts.source.casefold())
        found = _blockers_to_enter(wave, facts, local_day(at))
        if key in told:
            found.append("Källan har två rader för samma dag och varselomgång.")
        told.add(key)
        reasons += [f"Rad {place}: {reason}" for reason in found]
    refuse_if(reasons)
    made = [
        Headcount.objects.create(wave=wave, recorded_by=actor, **facts.columns())
        for wave, facts in rows
    ]
    record(case=case, event=Event.HEADCOUNTS_PASTED, actor=actor, at=at, count=len(made))
    return made[-1]


@action
def correct_headcount(
    *,
    row: Headcount,
    facts: HeadcountFacts,
    reason: str,
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> Headcount:
    """Put a new row in the place of `row`; without any number it takes the row away. The old stays."""
    wave = NoticeWave.objects.select_related("case").get(pk=row.wave_id)
    case = _locked(wave.case)
    taken_away = all(count is None for count in facts.counts.values())
    is_replaced = Headcount.objects.filter(replaces=row).exists()
    refuse_if(list(rules.blockers_to_correct(reason=reason, is_replaced=is_replaced)))
    if not taken_away:
        refuse_if(_blockers_to_enter(wave, facts, local_day(at), besides=row))
    new = Headcount.objects.create(
        wave=wave,
        recorded_by=actor,
        replaces=row,
        correction_reason=reason,
        **facts.columns(),
    )
    record(
        case=case,
        event=Event.HEADCOUNT_CORRECTED,
        actor=actor,
        at=at,
        wave=wave.name,
        on=row.counted_on.isoformat(),
        reason=reason,
        taken_away=taken_away,
    )
    return new


def _blockers_to_enter(
    wave: NoticeWave, facts: HeadcountFacts, today: date, *, besides: Headcount | None = None
) -> list[str]:
    told = Headcount.objects.current().filter(
        wave=wave, counted_on=facts.counted_on, source__iexact=facts.source
    )
    others = [row for row in told if row != besides and not row.is_taken_away]
    return list(
        rules.blockers_to_enter(
            counts=facts.counts,
            source=facts.source,
            counted_on=facts.counted_on,
            today=today,
            is_told_already=bool(others),
        )
    )


def _locked(case: Case) -> Case:
    return Case.objects.select_for_update(no_key=True).get(pk=case.pk)
