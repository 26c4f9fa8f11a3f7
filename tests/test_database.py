"""What the database itself promises, whatever the code above it does."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import Error, connection, models, transaction

from accounts.models import User
from cases.models import Case
from core.models import AppendOnlyModel, AuditedModel, RowChange
from logbook.models import LogEntry
from tests import make
from tests.test_architecture import APPS

Sql = Callable[..., list[tuple[Any, ...]]]

APPEND_ONLY = [m for m in apps.get_models() if issubclass(m, AppendOnlyModel)]
AUDITED = [m for m in apps.get_models() if issubclass(m, AuditedModel)]
OURS = [m for m in apps.get_models() if m.__module__.split(".")[0] in APPS]


def table(model: type[models.Model]) -> str:
    return model._meta.db_table


@pytest.fixture
def entry(case: Case, alice: User) -> LogEntry:
    return make.entry(case, by=alice, what="Första mötet")


def test_tests_run_as_the_role_that_serves(sql: Sql) -> None:
    assert sql("SELECT current_user") == [("omstallning_web",)]


def test_the_serving_role_is_no_superuser_and_owns_nothing(sql: Sql) -> None:
    assert sql(
        "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles"
        " WHERE rolname = 'omstallning_web'"
    ) == [(False, False, False, False)]
    owned = sql(
        "SELECT count(*) FROM pg_class JOIN pg_roles r ON r.oid = relowner"
        " WHERE rolname = 'omstallning_web'"
    )
    assert owned == [(0,)]


@pytest.mark.parametrize("model", APPEND_ONLY, ids=table)
def test_every_append_only_table_is_guarded(model: type[models.Model], sql: Sql) -> None:
    triggers = sql(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal"
        " AND tgenabled = 'O'",
        table(model),
    )
    assert {
        ("append_only_update",),
        ("append_only_delete",),
        ("append_only_truncate",),
    } <= set(triggers)
    rights = sql(
        "SELECT has_table_privilege('omstallning_web', %s, right_) FROM"
        " unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) AS right_",
        table(model),
    )
    assert rights == [(False,)] * 4


@pytest.mark.parametrize("model", AUDITED, ids=table)
def test_every_audited_table_has_its_trigger(model: type[models.Model], sql: Sql) -> None:
    assert sql(
        "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = 'audited'",
        table(model),
    ) == [(1,)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE logbook_logentry SET what = 'annat'",
        "DELETE FROM logbook_logentry",
        "TRUNCATE logbook_logentry CASCADE",
        "ALTER TABLE logbook_logentry DISABLE TRIGGER ALL",
        "ALTER TABLE logbook_logentry DISABLE TRIGGER append_only_update",
        "SET session_replication_role = replica",
        "DROP TRIGGER append_only_update ON logbook_logentry",
        "DROP TABLE logbook_logentry CASCADE",
        "CREATE OR REPLACE FUNCTION core_refuse_change() RETURNS trigger LANGUAGE plpgsql"
        " AS 'BEGIN RETURN NEW; END'",
        "SET ROLE omstallning_erasure",
        "UPDATE core_rowchange SET actor_id = 0",
        "DELETE FROM core_rowchange",
    ],
)
def test_the_serving_role_cannot_touch_the_past(entry: LogEntry, sql: Sql, statement: str) -> None:
    if statement.startswith("SET ROLE"):
        # A superuser session may always change role; what counts is membership.
        assert sql("SELECT pg_has_role('omstallning_web', 'omstallning_erasure', 'MEMBER')") == [
            (False,)
        ]
        return
    with pytest.raises(Error), transaction.atomic():
        sql(statement)
    assert sql("SELECT what FROM logbook_logentry WHERE id = %s", entry.pk) == [("Första mötet",)]


def test_not_even_the_owner_can_change_a_log_entry(entry: LogEntry, sql: Sql) -> None:
    for statement in ("UPDATE logbook_logentry SET what = 'x'", "DELETE FROM logbook_logentry"):
        with pytest.raises(Error, match="append-only"), transaction.atomic():
            sql("SET LOCAL ROLE omstallning_owner")
            sql(statement)


def test_erasure_empties_and_the_chain_still_holds(entry: LogEntry, case: Case, sql: Sql) -> None:
    with transaction.atomic():
        sql("SET LOCAL ROLE omstallning_erasure")
        sql("UPDATE logbook_logentry SET what = '', salt = '' WHERE id = %s", entry.pk)
        sql("SET LOCAL ROLE omstallning_web")
    assert sql("SELECT what FROM logbook_logentry WHERE id = %s", entry.pk) == [("",)]
    assert sql("SELECT * FROM logbook_broken_links(%s)", case.pk) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE logbook_logentry SET what = 'omskrivet'",
        "UPDATE logbook_logentry SET author_id = author_id + 1",
        "UPDATE logbook_logentry SET happened_from = '2020-01-01'",
        "DELETE FROM logbook_logentry",
    ],
)
def test_erasure_does_nothing_but_empty(entry: LogEntry, sql: Sql, statement: str) -> None:
    with pytest.raises(Error), transaction.atomic():
        sql("SET LOCAL ROLE omstallning_erasure")
        sql(statement)


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE logbook_logentry SET what = 'omskrivet' WHERE id = {pk}",
        "UPDATE logbook_logentry SET recorded_at = recorded_at - interval '1 day' WHERE id = {pk}",
        "UPDATE logbook_logentry SET audience = 'PARTICIPANTS' WHERE id = {pk}",
    ],
)
def test_tampering_with_the_triggers_off_is_found(
    entry: LogEntry, case: Case, sql: Sql, tampering: str
) -> None:
    sql("RESET ROLE")
    sql("SET LOCAL session_replication_role = replica")
    sql(tampering.format(pk=entry.pk))
    sql("SET LOCAL session_replication_role = origin")
    sql("SET ROLE omstallning_web")
    assert sql("SELECT * FROM logbook_broken_links(%s)", case.pk) == [(entry.chain_number,)]


def test_a_removed_link_is_found(entry: LogEntry, case: Case, alice: User, sql: Sql) -> None:
    later = make.entry(case, by=alice, what="Andra mötet")
    sql("RESET ROLE")
    sql("SET LOCAL session_replication_role = replica")
    sql("DELETE FROM logbook_logentry WHERE id = %s", entry.pk)
    sql("SET LOCAL session_replication_role = origin")
    sql("SET ROLE omstallning_web")
    assert sql("SELECT * FROM logbook_broken_links(%s)", case.pk) == [(later.chain_number,)]


def test_the_serving_role_cannot_set_the_clock(case: Case, alice: User, sql: Sql) -> None:
    sql("SELECT set_config('omstallning.clock', '2001-01-01', true)")
    assert make.entry(case, by=alice).recorded_at.year > 2020


def test_a_write_without_an_actor_fails(case: Case) -> None:
    with pytest.raises(Error, match="without an actor"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(title="Utan avsändare")


def test_a_change_leaves_who_and_what(case: Case, alice: User) -> None:
    make.moved_to(case, case.phase + 1, by=alice)  # type: ignore[arg-type]
    change = RowChange.objects.filter(
        table_name="cases_case", row_id=str(case.pk), operation="UPDATE"
    ).latest("id")
    assert (change.before, change.after, change.actor_id) == ({"phase": 1}, {"phase": 2}, alice.pk)


def test_an_entry_cannot_stand_in_another_case_than_its_measure(
    case: Case, alice: User, norrby: Any
) -> None:
    elsewhere = make.measure(make.case(norrby, by=alice, title="Annat ärende"), by=alice)
    with pytest.raises(Error, match="another case"), transaction.atomic():
        LogEntry.objects.create(
            case=case,
            organisation=norrby,
            audience="EVERYONE",
            happened_from=make.today(),
            happened_to=make.today(),
            what="Fel plats",
            measure=elsewhere,
            author=alice,
        )


def checked_fields() -> "list[tuple[type[models.Model], models.Field[Any, Any]]]":
    return [
        (model, field)
        for model in OURS
        for field in model._meta.get_fields()
        if isinstance(field, models.Field) and field.choices
    ]


@pytest.mark.parametrize(
    ("model", "field"), checked_fields(), ids=lambda value: getattr(value, "name", table)
)
def test_every_choice_is_checked_by_the_database(
    model: type[models.Model], field: "models.Field[Any, Any]"
) -> None:
    checks = [
        str(c.condition) for c in model._meta.constraints if isinstance(c, models.CheckConstraint)
    ]
    assert any(f"{field.name}__in" in condition for condition in checks)


def test_every_moment_has_its_person() -> None:
    """`x_at` and `x_by` go together; a field that only looks paired is listed here with why."""
    alone = {
        "core.RowChange.at": "its person is actor_id",
        "core.JobRun.asked_at": "its person is asked_by_id",
        "core.JobRun.started_at": "a worker's doing",
        "core.JobRun.finished_at": "a worker's doing",
        "core.OnceKey.used_at": "its person is actor_id",
        "accounts.User.created_at": "made by an invitation, which is logged as a membership",
        "logbook.LogEntry.recorded_at": "its person is author",
        "logbook.LastVisit.visited_at": "its person is user",
        "logbook.LastVisit.previous_at": "its person is user",
        "cases.Participant.ends_at": "its person is ended_by",
        "cases.Share.ends_at": "its person is ended_by",
        "cases.Reader.ends_at": "its person is ended_by",
        "cases.Guest.ends_at": "its person is ended_by",
        "figures.CalendarFeed.ends_at": "its person is ended_by",
        "logbook.Seal.sealed_at": "a worker's doing",
        "reminders.Digest.begun_at": "a worker's doing",
        "reminders.Digest.sent_at": "a worker's doing",
        "logbook.Attachment.uploaded_at": "its person is uploaded_by",
    }
    lonely = [
        f"{model._meta.label}.{field.name}"
        for model in OURS
        for field in model._meta.get_fields()
        if isinstance(field, models.DateTimeField)
        and (field.name.endswith("_at") or field.name == "at")
        and not any(f.name == field.name[:-3] + "_by" for f in model._meta.get_fields())
    ]
    assert set(lonely) <= set(alone)


def test_the_web_role_reads_migrations_but_writes_none(sql: Sql) -> None:
    with pytest.raises(Error), transaction.atomic():
        sql("DELETE FROM django_migrations")
    assert connection.vendor == "postgresql"
