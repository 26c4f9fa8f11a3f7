"""Makes people, organisations and cases for tests, through the real actions."""

from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import connection
from django.utils import timezone

from accounts.models import Membership, Organisation, OrganisationKind, User
from accounts.permissions import Role
from cases import actions as case_actions
from cases.models import Case, Guest, Participant, Reader, Share
from cases.states import ShareMode, State, Trigger, Visibility
from core.actions import acting_as
from guide.load import guide
from guide.model import MeasureGroup
from guide.phases import Phase
from logbook import actions as logbook_actions
from logbook.models import LogEntry
from measures import actions as measure_actions
from measures.models import MainActivity, Measure
from reports import actions as report_actions
from reports.model import Kind
from reports.request import ReportRequest

PASSWORD = "omstallning-demo"
KEPT_TABLES = ("django_migrations", "django_content_type")


def now() -> datetime:
    return timezone.now()


def today() -> date:
    return timezone.localdate()


def municipality(name: str) -> Organisation:
    return _organisation(f"{name} kommun", name, OrganisationKind.MUNICIPALITY)


def region(name: str) -> Organisation:
    return _organisation(name, name, OrganisationKind.REGION)


def partner(name: str) -> Organisation:
    return _organisation(name, name, OrganisationKind.PARTNER)


def _organisation(name: str, short_name: str, kind: OrganisationKind) -> Organisation:
    with acting_as(system()):
        return Organisation.objects.create(name=name, short_name=short_name, kind=kind)


def system() -> User:
    return User.objects.system()


def person(name: str, email: str) -> User:
    return User.objects.create_user(email, PASSWORD, name=name)


def member(name: str, email: str, organisation: Organisation, role: Role) -> User:
    user = person(name, email)
    membership(user, organisation, role)
    return user


def membership(user: User, organisation: Organisation, role: Role) -> Membership:
    with acting_as(system()):
        return Membership.objects.create(
            user=user, organisation=organisation, role=role, began_by=system()
        )


def facts(responsible: User, **changes: Any) -> case_actions.CaseFacts:
    values: dict[str, Any] = {
        "title": "Livsmedelsfabriken lägger ner",
        "company": "Norrby Livs AB",
        "trigger": Trigger.CLOSURE,
        "notice_on": today() - timedelta(days=30),
        "affected": 240,
        "responsible": responsible,
    }
    return case_actions.CaseFacts(**(values | changes))


def case(
    organisation: Organisation,
    *,
    by: User,
    visibility: Visibility = Visibility.INTERNAL,
    at: datetime | None = None,
    **changes: Any,
) -> Case:
    return case_actions.open_case(
        municipality=organisation,
        facts=facts(**({"responsible": by} | changes)),
        visibility=visibility,
        actor=by,
        at=at or now(),
    )


def moved_to(case: Case, phase: Phase, *, by: User) -> Case:
    while case.phase < phase:
        case = case_actions.move_to_phase(
            case=case, to=Phase(case.phase + 1), reason="Bråttom", actor=by, at=now()
        )
    return case


def measure(
    case: Case, *, by: User, title: str = "Ny användning av fabriken", **values: Any
) -> Measure:
    group = values.pop("group", MeasureGroup.RENEWAL)
    return measure_actions.add_measure(
        case=case,
        facts=measure_actions.MeasureFacts(title=title, group=group, **values),
        actor=by,
        at=now(),
    )


def activity(
    measure: Measure, *, by: User, title: str = "Kontakta fastighetsägare"
) -> MainActivity:
    return measure_actions.add_main_activity(
        measure=measure, facts=measure_actions.ActivityFacts(title=title), actor=by, at=now()
    )


def wording(what: str = "Möte med fastighetsägaren", **values: Any) -> logbook_actions.Wording:
    day = values.pop("on", None) or today()
    return logbook_actions.Wording(
        what=what, **({"happened_from": day, "happened_to": day} | values)
    )


def entry(
    case: Case, *, by: User, what: str = "Möte med fastighetsägaren", **values: Any
) -> LogEntry:
    return logbook_actions.add_entry(case=case, wording=wording(what, **values), actor=by, at=now())


# Shares, participants, guests and readers have no pages yet; their rows are made directly.


def take_part(case: Case, organisation: Organisation, *, by: User) -> Participant:
    with acting_as(by):
        return Participant.objects.create(case=case, organisation=organisation, began_by=by)


def share(case: Case, organisation: Organisation, *, by: User) -> Share:
    with acting_as(by):
        return Share.objects.create(
            case=case, organisation=organisation, mode=ShareMode.LIVE, began_by=by
        )


def guest(
    case: Case, user: User, organisation: Organisation, *, by: User, may_log: bool = False
) -> Guest:
    with acting_as(by):
        return Guest.objects.create(
            case=case, user=user, organisation=organisation, began_by=by, may_log=may_log
        )


def reader(case: Case, user: User, *, by: User, reason: str = "Behöver veta") -> Reader:
    with acting_as(by):
        return Reader.objects.create(case=case, user=user, reason=reason, began_by=by)


def end(period: Share | Guest | Reader | Participant, *, by: User) -> None:
    """End a share, a visit, a reading or a taking part, as of now."""
    with acting_as(by):
        type(period).objects.filter(pk=period.pk).update(ends_at=now(), ended_by=by)


def empty_tables() -> None:
    """Empty every table but what migrations put there, guards lifted; for transactional tests only."""
    kept = {*KEPT_TABLES, "accounts_user", "accounts_organisation"}
    tables = [m._meta.db_table for m in apps.get_models() if m._meta.db_table not in kept]
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"TRUNCATE {', '.join(tables)}, django_cache CASCADE")
        cursor.execute("DELETE FROM accounts_organisation WHERE code = ''")
        cursor.execute("DELETE FROM accounts_user WHERE email <> %s", [system().email])
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("SET ROLE omstallning_web")


def restricted(case: Case, *, by: User) -> Case:
    return case_actions.change_visibility(
        case=case, to=Visibility.RESTRICTED, reason="Inte offentligt än", actor=by, at=now()
    )


def closed(case: Case, *, by: User) -> Case:
    return case_actions.change_state(case=case, to=State.CLOSED, reason="Klart", actor=by, at=now())


def end_memberships(user: User) -> None:
    with acting_as(system()):
        Membership.objects.active().filter(user=user).update(ended_at=now(), ended_by=system())


def full_case(
    organisation: Organisation, *, by: User, deputy: User, canary: str
) -> tuple[Case, dict[str, Any]]:
    """A case with something in every field, marked with who may see it, and the ids its URLs need.

    SEEN: everyone who sees the case. INSIDE: the municipalities in it. OWN: the writer's own.
    """
    made = case(
        organisation,
        by=by,
        title=f"{canary}-SEEN fabrik",
        company=f"{canary}-SEEN AB",
        deputy=deputy,
        diary_number=f"{canary}-INSIDE",
        description=f"{canary}-INSIDE beskrivning",
    )
    case_actions.answer_question(
        case=made, question="1-right-people", text=f"{canary}-INSIDE svar", actor=by, at=now()
    )
    made = case_actions.move_to_phase(
        case=made, to=Phase.ANALYSE, reason=f"{canary}-INSIDE skäl", actor=by, at=now()
    )
    planned = measure(
        made,
        by=by,
        title=f"{canary}-SEEN insats",
        favours_single_company=True,
        exceptional_reasons=f"{canary}-INSIDE synnerliga skäl",
        judged_by=f"{canary}-INSIDE jurist",
        judged_on=today(),
    )
    main_activity = activity(planned, by=by, title=f"{canary}-SEEN aktivitet")
    seen = entry(
        made,
        by=by,
        what=f"{canary}-SEEN möte",
        main_activity=main_activity,
        next_step="Ring igen",
        next_step_on=today(),
        next_step_by=by,
    )
    entry(made, by=by, what=f"{canary}-OWN internt", internal=True)
    report = report_actions.issue_report(
        case=made,
        request=ReportRequest(
            kind=Kind.STATUS_REPORT,
            period_from=today() - timedelta(days=30),
            period_to=today(),
            recipient=f"{canary}-INSIDE styrelse",
        ),
        actor=by,
        at=now(),
    )
    ids = {
        "number": made.number,
        "phase": 2,
        "question": "1-right-people",
        "measure": planned.pk,
        "activity": main_activity.pk,
        "entry": seen.entry,
        "report": report.pk,
        "organisation": organisation.pk,
        "person": deputy.pk,
        "membership": deputy.memberships.get().pk,
        "session": 0,
        "phase_number": 2,
        "phase_one": 1,
        "key": "site-reuse",
        "slug": guide().examples[0].slug,
    }
    return made, ids
