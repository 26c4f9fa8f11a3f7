"""Plays a story: does what it tells through the real actions, with the log's clock set back."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import singledispatchmethod
from io import BytesIO
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases import actions as cases
from cases import sharing
from cases.models import Case, Group, GroupMember
from core import jobs
from core.actions import AlreadyDone
from core.clock import recorded_at
from core.models import OnceKey
from figures import assessment_actions as assessments
from figures import clock_actions as clock
from figures import headcount_actions as headcounts
from figures.assessment_records import Judgement
from figures.categories import Category
from figures.models import Funding, Goal, Indicator, NoticeWave
from guide.load import guide
from home.demo import figure_player, group_player, library_player
from home.demo.cast import Cast
from home.demo.files import as_bytes
from home.demo.story import (
    Aim,
    Answer,
    Assessed,
    ChangeState,
    Correction,
    Counts,
    Course,
    Followed,
    Formed,
    Move,
    NameReader,
    Note,
    NotedDay,
    Paid,
    Planned,
    Report,
    Seats,
    Share,
    Step,
    Story,
    Supplies,
    TakeIn,
    Told,
    Wave,
)
from logbook import actions as logbook
from logbook.attaching import Files
from logbook.models import LogEntry
from logbook.receiving import receive
from measures import actions as measures
from measures.models import MainActivity, Measure
from reports import actions as reports
from reports.model import Kind
from reports.request import ReportRequest

NAMESPACE = uuid.UUID("6c0f5c52-5a0c-4a9e-9d43-52a7c0f7a1de")
DECISION = "Kommunstyrelsen har tagit del av lägesrapporten."
FIRST_MINUTE = time(9, 10)
BETWEEN_ACTS = timedelta(minutes=7)


def once_key(story: Story) -> uuid.UUID:
    """The one-time key of the story's case: who plays it twice opens the case once."""
    return uuid.uuid5(NAMESPACE, story.slug)


def how_many_are_made(stories: list[Story]) -> int:
    """How many of the stories have become cases. One query."""
    return OnceKey.objects.filter(key__in=[once_key(story) for story in stories]).count()


def play(story: Story, cast: Cast, today: date) -> Case | None:
    """Make the story's case, all of it or nothing; None when it has been made before."""
    try:
        with transaction.atomic():
            return _Player(story, cast, today).play()
    except AlreadyDone:
        return None


Act = Callable[[datetime], Any]


@dataclass
class _Player:
    """One story under way. Steps become acts on days; acts are done in the order of the days."""

    story: Story
    cast: Cast
    today: date
    acts: list[tuple[date, Act]] = field(default_factory=list)
    plan: dict[str, Measure] = field(default_factory=dict)
    activities: dict[str, MainActivity] = field(default_factory=dict)
    answers: dict[str, int] = field(default_factory=dict)
    waves: dict[int, NoticeWave] = field(default_factory=dict)

    def play(self) -> Case:
        self.case = self._open()
        for step in self.story.steps:
            self._tell(step)
        # Sorting is stable: what belongs to one day keeps the order in which it is told.
        for day, group in _by_day(sorted(self.acts, key=lambda act: act[0])):
            for place, act in enumerate(group):
                moment = self._moment(day, place)
                with recorded_at(moment):
                    act(moment)
        return self.case

    def _open(self) -> Case:
        story = self.story
        moment = self._moment(self._day(story.opened), 0) - timedelta(minutes=30)
        with recorded_at(moment):
            return cases.open_case(
                municipality=self.cast.organisations[story.municipality],
                facts=cases.CaseFacts(
                    title=story.title,
                    company=story.company,
                    trigger=story.trigger,
                    notice_on=self._day(0),
                    affected=story.affected,
                    responsible=self.cast.users[story.responsible],
                    deputy=self.cast.users[story.deputy],
                    diary_number=self._said(story.diary_number),
                    description=story.description,
                    secrecy_provision=story.secrecy_provision,
                ),
                visibility=story.visibility,
                once=once_key(story),
                actor=self._who(""),
                at=moment,
            )

    # --- When and who ---------------------------------------------------------------------------

    def _day(self, after_notice: int) -> date:
        """The day, moved off a weekend: municipalities write their logs on weekdays."""
        day = self.today - timedelta(days=self.story.notice - after_notice)
        if day.weekday() > 4 and day <= self.today:
            day -= timedelta(days=day.weekday() - 4)
        return day

    def _plan_day(self, after_notice: int | None) -> date | None:
        return None if after_notice is None else self._day(after_notice)

    def _moment(self, day: date, place: int) -> datetime:
        """A moment of the working day, later for later acts; never ahead of now."""
        first = datetime.combine(day, FIRST_MINUTE, timezone.get_current_timezone())
        return min(first + place * BETWEEN_ACTS, timezone.now())

    def _said(self, text: str) -> str:
        """The text with the year of the notice, for diary numbers."""
        return text.replace("{year}", str(self._day(0).year))

    def _who(self, key: str) -> User:
        return self.cast.users[key or self.story.responsible]

    def _at(self, day: int, act: Act) -> None:
        """Do `act` on the day, unless the day lies ahead: then it has not happened yet."""
        if day <= self.story.notice:
            self.acts.append((self._day(day), act))

    # --- What each step becomes -----------------------------------------------------------------

    @singledispatchmethod
    def _tell(self, step: Step) -> None:
        raise TypeError(f"no such step: {step!r}")

    @_tell.register
    def _note(self, step: Note) -> None:
        def act(at: datetime) -> None:
            entry = logbook.add_entry(
                case=self.case,
                wording=self._wording(step),
                files=self._files(step, actor, at),
                actor=actor,
                at=at,
            )
            if step.next_done is not None:
                with_next_step.append(entry)
            if step.corrected:
                to_correct.append(entry)

        with_next_step: list[LogEntry] = []
        to_correct: list[LogEntry] = []
        actor = self._who(step.by)
        last = step.day if step.until is None else step.until
        self._at(last + step.late, act)
        if step.next_done is not None:
            self._at(
                step.next_done,
                lambda at: logbook.close_next_step(entry=with_next_step[0], actor=actor, at=at),
            )
        if step.corrected:
            correction = step.corrected
            self._at(
                last + step.late + correction.after,
                lambda at: self._correct(to_correct[0], step, correction, actor, at),
            )

    def _wording(self, step: Note, what: str = "") -> logbook.Wording:
        measure, activity = self._place(step.on)
        has_next = bool(step.next_step)
        last = step.day if step.until is None else step.until
        return logbook.Wording(
            what=self._said(what or step.what),
            happened_from=self._day(step.day),
            happened_to=self._day(last),
            participants=step.participants,
            result=self._said(step.result),
            next_step=step.next_step,
            next_step_on=self._day(last + step.next_in) if has_next else None,
            next_step_by=self._who(step.by) if has_next else None,
            internal=step.internal,
            measure=measure,
            main_activity=activity,
        )

    def _files(self, step: Note, sender: User, at: datetime) -> Files:
        """The note's files, made and sent as a person sends them."""
        added = {}
        for file in step.files:
            content = BytesIO(as_bytes(file))
            sent = receive(case=self.case, file=content, name=file.name, by=sender, at=at)
            added[sent.pk] = getattr(file, "alt", "")
        return Files(added=added)

    def _place(self, on: str) -> tuple[Measure | None, MainActivity | None]:
        if "/" in on:
            return None, self.activities[on]
        return (self.plan[on] if on else None), None

    def _correct(
        self, entry: LogEntry, step: Note, correction: Correction, actor: User, at: datetime
    ) -> None:
        logbook.correct_entry(
            entry=entry,
            seen_version=1,
            wording=self._wording(step, correction.what),
            reason=correction.reason,
            actor=actor,
            at=at,
        )

    @_tell.register
    def _planned(self, step: Planned) -> None:
        actor = self._who(step.by)
        entry = guide().measure(step.catalogue) if step.catalogue else None
        group = step.group or (entry.group if entry else None)
        assert group, step.key

        def add(at: datetime) -> None:
            self.plan[step.key] = measures.add_measure(
                case=self.case,
                facts=measures.MeasureFacts(
                    title=step.title or (entry.title if entry else step.key),
                    group=group,
                    catalogue_key=step.catalogue,
                    description=entry.description if entry else "",
                    responsible=self.cast.users.get(step.responsible),
                    partners=step.partners,
                    planned_start=self._plan_day(step.start),
                    planned_end=self._plan_day(step.end),
                    target=step.target,
                    favours_single_company=bool(step.exceptional_reasons),
                    exceptional_reasons=step.exceptional_reasons,
                    judged_by=step.judged_by,
                    judged_on=self._day(step.day) if step.exceptional_reasons else None,
                ),
                actor=actor,
                at=at,
            )

        self._at(step.day, add)
        self._tell_activities(step, actor)
        for course in step.course:

            def change(at: datetime, course: Course = course) -> None:
                measures.change_measure_state(
                    measure=self.plan[step.key],
                    to=course.to,
                    on=self._day(course.day),
                    reason=course.reason,
                    handed_over_to=course.handed_over_to,
                    actor=actor,
                    at=at,
                )

            self._at(course.day, change)

    def _tell_activities(self, step: Planned, actor: User) -> None:
        for number, activity in enumerate(step.activities, start=1):
            place = f"{step.key}/{number}"

            def add(at: datetime, activity: Any = activity, place: str = place) -> None:
                self.activities[place] = measures.add_main_activity(
                    measure=self.plan[step.key],
                    facts=measures.ActivityFacts(
                        title=activity.title,
                        responsible=self.cast.users.get(activity.responsible),
                        planned_start=self._plan_day(activity.start),
                        planned_end=self._plan_day(activity.end),
                    ),
                    actor=actor,
                    at=at,
                )

            self._at(step.day, add)
            if activity.done is None:
                continue

            def finish(at: datetime, place: str = place, day: int = activity.done) -> None:
                measures.finish_main_activity(
                    activity=self.activities[place], on=self._day(day), actor=actor, at=at
                )

            self._at(activity.done, finish)

    @_tell.register
    def _answer(self, step: Answer) -> None:
        def act(at: datetime) -> None:
            answer = cases.answer_question(
                case=self.case,
                question=step.question,
                text=self._said(step.text),
                not_relevant=bool(step.not_relevant),
                reason=step.not_relevant,
                seen_answer=self.answers.get(step.question),
                actor=self._who(step.by),
                at=at,
            )
            self.answers[step.question] = answer.pk

        self._at(step.day, act)

    @_tell.register
    def _move(self, step: Move) -> None:
        self._at(
            step.day,
            lambda at: cases.move_to_phase(
                case=self.case, to=step.to, reason=step.reason, actor=self._who(step.by), at=at
            ),
        )

    @_tell.register
    def _share(self, step: Share) -> None:
        self._at(
            step.day,
            lambda at: sharing.share_live(
                case=self.case,
                organisation=self.cast.organisations[step.organisation],
                actor=self._who(step.by),
                at=at,
            ),
        )

    @_tell.register
    def _take_in(self, step: TakeIn) -> None:
        self._at(
            step.day,
            lambda at: sharing.add_participant(
                case=self.case,
                municipality=self.cast.organisations[step.municipality],
                actor=self._who(step.by),
                at=at,
            ),
        )

    @_tell.register
    def _name_reader(self, step: NameReader) -> None:
        self._at(
            step.day,
            lambda at: sharing.name_reader(
                case=self.case,
                user=self.cast.users[step.user],
                reason=step.reason,
                actor=self._who(step.by),
                at=at,
            ),
        )

    @_tell.register
    def _change_state(self, step: ChangeState) -> None:
        self._at(
            step.day,
            lambda at: cases.change_state(
                case=self.case, to=step.to, reason=step.reason, actor=self._who(step.by), at=at
            ),
        )

    @_tell.register
    def _told(self, step: Told) -> None:
        self._at(
            step.day,
            lambda at: library_player.tell(self.case, step, actor=self._who(step.by), at=at),
        )

    @_tell.register
    def _noted_day(self, step: NotedDay) -> None:
        self._at(
            step.day,
            lambda at: clock.note_date(
                case=self.case,
                kind=step.kind,
                on=self._day(step.on),
                source=self._said(step.source),
                actor=self._who(step.by),
                at=at,
            ),
        )

    @_tell.register
    def _assessed(self, step: Assessed) -> None:
        def act(at: datetime) -> None:
            saved = assessments.save_assessment(
                case=self.case,
                year=at.year,
                seen_version=0,
                judgements={
                    key: Judgement(
                        grade=int(grade), reason=str(reason), suggestion=" ".join(map(str, more))
                    )
                    for key, (grade, reason, *more) in step.said.items()
                },
                actor=self._who(step.by),
                at=at,
            )
            assessments.agree_on_assessment(
                assessment=saved,
                agreed_on=self._day(step.day),
                participants=step.participants,
                actor=self._who(step.by),
                at=at,
            )

        self._at(step.day, act)

    @_tell.register
    def _wave(self, step: Wave) -> None:
        def act(at: datetime) -> None:
            wave = headcounts.add_wave(
                case=self.case,
                name=step.name,
                noticed_on=self._day(step.day),
                actor=self._who(step.by),
                at=at,
            )
            self.waves[wave.number] = wave

        self._at(step.day, act)

    @_tell.register
    def _counts(self, step: Counts) -> None:
        facts = headcounts.HeadcountFacts(
            counted_on=self._day(step.day),
            source=step.source,
            counts=dict(zip(Category, step.numbers, strict=False)),
            sources={Category(column): who for column, who in step.others.items()},
        )
        self._at(
            step.day + step.late,
            lambda at: headcounts.enter_headcount(
                wave=self.waves[step.wave], facts=facts, actor=self._who(step.by), at=at
            ),
        )

    @_tell.register
    def _followed(self, step: Followed) -> None:
        actor, made = self._who(step.by), list[Indicator]()
        self._at(
            step.day,
            lambda at: made.append(figure_player.follow(self.case, step, actor=actor, at=at)),
        )
        for value in step.values:
            # A year's value can be read in the spring of the next.
            spring = date(self._day(0).year + value[0] + 1, 4, 15)
            after = max((spring - self._day(0)).days, step.day + 1)

            def observe(at: datetime, value: Any = value, after: int = after) -> None:
                figure_player.observe(made[0], value, read_on=self._day(after), actor=actor, at=at)

            self._at(after, observe)

    @_tell.register
    def _formed(self, step: Formed) -> None:
        actor, made, sitting = self._who(step.by), list[Group](), dict[str, GroupMember]()
        lead = self.cast.organisations[self.story.municipality]

        def act(at: datetime) -> None:
            day, until = self._day(step.day), step.until
            ends = None if until is None else self._day(until)
            group = group_player.form(self.case, step, day=day, until=ends, actor=actor, at=at)
            made.append(group)
            for each in step.members:
                sitting[each.user or each.name] = group_player.seat(
                    group,
                    each,
                    users=self.cast.users,
                    municipality=lead,
                    day=day,
                    actor=actor,
                    at=at,
                )

        self._at(step.day, act)
        for produced in step.produces:
            for day in (step.day, produced.done):
                if day is None:
                    continue

                def give(at: datetime, day: int = day, produced: Any = produced) -> None:
                    is_done = day != step.day
                    group_player.give(
                        made[0],
                        produced,
                        responsible=sitting[produced.responsible],
                        due_on=self._day(produced.due),
                        done_on=self._day(day) if is_done else None,
                        actor=actor,
                        at=at,
                    )

                self._at(day, give)
        if step.until is None:
            for each in step.members:
                if each.left is not None:
                    self._leaves(step, each, sitting)

    def _leaves(self, step: Formed, each: Seats, sitting: dict[str, GroupMember]) -> None:
        """The contact leaves; told once, by the group that goes on."""
        day = each.left or 0

        def leave(at: datetime) -> None:
            contact = sitting[each.name].contact
            assert contact
            group_player.leave(contact, each, day=self._day(day), actor=self._who(step.by), at=at)

        self._at(day, leave)

    @_tell.register
    def _supplies(self, step: Supplies) -> None:
        self._at(
            step.day,
            lambda at: figure_player.add_supplier(
                self.case, step, day=self._day(step.day), actor=self._who(step.by), at=at
            ),
        )

    @_tell.register
    def _aim(self, step: Aim) -> None:
        actor, made = self._who(step.by), list[Goal]()

        def aim(at: datetime) -> None:
            goal = figure_player.set_goal(
                self.plan[step.on],
                step,
                day=self._day(step.day),
                target_on=self._day(step.reached_by),
                actor=actor,
                at=at,
            )
            made.append(goal)

        self._at(step.day, aim)
        for day, value in step.results:

            def note(at: datetime, day: int = day, value: str = value) -> None:
                figure_player.note_result(made[0], value, day=self._day(day), actor=actor, at=at)

            self._at(day, note)

    @_tell.register
    def _paid(self, step: Paid) -> None:
        actor, made = self._who(step.by), list[Funding]()

        def apply(at: datetime) -> None:
            funding = figure_player.apply_for(
                self.plan[step.on], step, day=self._day(step.day), actor=actor, at=at
            )
            made.append(funding)

        self._at(step.day, apply)
        if step.granted:
            granted_on, granted = step.granted

            def grant(at: datetime) -> None:
                figure_player.grant(made[0], granted, day=self._day(granted_on), actor=actor, at=at)

            self._at(granted_on, grant)
        for day, crowns, what in step.costs:

            def spend(at: datetime, day: int = day, crowns: int = crowns, what: str = what) -> None:
                figure_player.spend(made[0], crowns, what, day=self._day(day), actor=actor, at=at)

            self._at(day, spend)

    @_tell.register
    def _report(self, step: Report) -> None:
        def act(at: datetime) -> None:
            issued = reports.issue_report(
                case=self.case,
                request=ReportRequest(
                    kind=Kind.STATUS_REPORT,
                    period_from=self._day(step.since),
                    period_to=self._day(step.day - 1),
                    recipient="Kommunstyrelsen",
                    decisions=(DECISION,),
                    summary=step.summary,
                    deviations=step.deviations,
                ),
                actor=self._who(step.by),
                at=at,
            )
            # No worker is up yet when demo data is made.
            jobs.perform_now(reports.PDF_JOB, issued.pk)
            if step.diary_number:
                reports.give_diary_number(
                    report=issued,
                    diary_number=self._said(step.diary_number),
                    actor=self._who(step.by),
                    at=at,
                )

        self._at(step.day, act)


def _by_day(acts: list[tuple[date, Act]]) -> Iterator[tuple[date, list[Act]]]:
    days: dict[date, list[Act]] = {}
    for day, act in acts:
        days.setdefault(day, []).append(act)
    yield from days.items()
