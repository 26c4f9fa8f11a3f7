"""What administrators do with members: all of it or none, in somebody's name, at once."""

from collections.abc import Callable
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from accounts import actions, queries
from accounts.models import Membership, Organisation, User
from accounts.permissions import Role
from cases.models import Case
from core.actions import AlreadyDone, Refused
from core.models import RowChange
from tests import make
from tests.accounts.conftest import log_in


def invite(organisation: Organisation, *, by: User, **changes: Any) -> Membership:
    values: dict[str, Any] = {
        "email": "ny@norrby.example",
        "name": "Nytt Namn",
        "role": Role.CASE_OFFICER,
    }
    return actions.invite_member(
        organisation=organisation, **(values | changes), actor=by, at=make.now()
    )


def test_a_new_person_gets_an_account_without_a_password(norrby: Organisation, ada: User) -> None:
    user = invite(norrby, by=ada, email=" Ny@Norrby.Example ").user
    assert (user.email, user.name) == ("ny@norrby.example", "Nytt Namn")
    assert not user.has_usable_password()


def test_a_person_who_has_an_account_keeps_name_and_password(
    norrby: Organisation, ada: User, charlie: User
) -> None:
    user = invite(norrby, by=ada, email=charlie.email, name="Någon Annan").user
    assert user == charlie
    assert (user.name, user.password) == (charlie.name, charlie.password)


def test_it_is_recorded_who_gave_the_role(norrby: Organisation, ada: User) -> None:
    membership = invite(norrby, by=ada)
    change = RowChange.objects.get(table_name="accounts_membership", row_id=str(membership.pk))
    assert (change.actor_id, change.operation) == (ada.pk, "INSERT")
    assert membership.began_by == ada


def test_a_refused_invitation_leaves_no_account(norrby: Organisation, ada: User) -> None:
    with pytest.raises(Refused):
        invite(norrby, by=ada, role=Role.COORDINATOR)
    assert not User.objects.filter(email="ny@norrby.example").exists()


def test_the_system_user_is_not_invited(norrby: Organisation, ada: User) -> None:
    with pytest.raises(Refused):
        invite(norrby, by=ada, email=make.system().email)


def test_a_double_click_invites_once(norrby: Organisation, ada: User) -> None:
    once = uuid4()
    invite(norrby, by=ada, once=once)
    with pytest.raises(AlreadyDone):
        invite(norrby, by=ada, once=once)
    assert Membership.objects.filter(user__email="ny@norrby.example").count() == 1


def test_one_person_may_hold_several_roles(norrby: Organisation, ada: User, alice: User) -> None:
    actions.give_role(
        user=alice, organisation=norrby, role=Role.REPORT_OFFICER, actor=ada, at=make.now()
    )
    assert queries.roles_in(alice, norrby) == {Role.CASE_OFFICER, Role.REPORT_OFFICER}


def end(membership: Membership, *, by: User) -> Membership:
    return actions.end_membership(membership=membership, actor=by, at=make.now())


def held_by(user: User) -> Membership:
    return Membership.objects.held_by(user).get()


def test_what_a_person_sees_ends_with_the_role(case: Case, ada: User, rolf: User) -> None:
    assert Case.objects.visible_to(rolf).filter(pk=case.pk).exists()
    end(held_by(rolf), by=ada)
    assert not Case.objects.visible_to(rolf).filter(pk=case.pk).exists()


def test_a_failure_half_way_ends_nothing(
    ada: User, rolf: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(user: User) -> None:
        raise RuntimeError("killed here")

    monkeypatch.setattr(actions, "_end_sessions", fail)
    with pytest.raises(RuntimeError):
        end(held_by(rolf), by=ada)
    assert held_by(rolf).ended_at is None
    assert not RowChange.objects.filter(table_name="accounts_membership", operation="UPDATE")


def test_a_failure_half_way_invites_nobody(
    norrby: Organisation, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **values: Any) -> None:
        raise RuntimeError("killed here")

    monkeypatch.setattr(actions, "_give", fail)
    with pytest.raises(RuntimeError):
        invite(norrby, by=ada)
    assert not User.objects.filter(email="ny@norrby.example").exists()


def test_an_ended_role_is_kept_with_who_ended_it(ada: User, rolf: User) -> None:
    membership = end(held_by(rolf), by=ada)
    assert membership.ended_by == ada
    assert membership.ended_at is not None


def test_a_clock_that_is_ahead_does_not_prolong_a_right(ada: User, rolf: User) -> None:
    membership = held_by(rolf)
    later = make.now() + make.timedelta(hours=1)
    actions.end_membership(membership=membership, actor=ada, at=later)
    assert not Membership.objects.held_by(rolf).exists()


def test_who_loses_the_last_role_is_logged_out(
    ada: User, rolf: User, logged_in: Callable[[User], Client]
) -> None:
    client = logged_in(rolf)
    assert client.get("/konto/").status_code == 200
    end(held_by(rolf), by=ada)
    assert client.get("/konto/").status_code == 302


def test_who_has_another_role_stays_logged_in(
    ada: User, rolf: User, norrby: Organisation, logged_in: Callable[[User], Client]
) -> None:
    membership = held_by(rolf)
    make.membership(rolf, norrby, Role.CASE_OFFICER)
    client = logged_in(rolf)
    end(membership, by=ada)
    assert client.get("/konto/").status_code == 200


def test_the_last_administrator_does_not_leave(ada: User) -> None:
    with pytest.raises(Refused):
        end(held_by(ada), by=ada)
    assert held_by(ada).ended_at is None


def test_an_ended_role_can_be_given_again(norrby: Organisation, ada: User, rolf: User) -> None:
    end(held_by(rolf), by=ada)
    actions.give_role(
        user=rolf, organisation=norrby, role=Role.REPORT_OFFICER, actor=ada, at=make.now()
    )
    assert queries.roles_in(rolf, norrby) == {Role.REPORT_OFFICER}


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_end_each_other_leave_one(
    norrby: Organisation, ada: User, alice: User
) -> None:
    make.membership(alice, norrby, Role.ADMIN)
    admins = Membership.objects.active().filter(organisation=norrby, role=Role.ADMIN)
    refused: list[User] = []

    def end_the_other(membership: Membership, by: User) -> None:
        try:
            end(membership, by=by)
        except Refused:
            refused.append(by)
        finally:
            connection.close()

    pairs = [(admins.get(user=alice), ada), (admins.get(user=ada), alice)]
    threads = [Thread(target=end_the_other, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert admins.count() == 1
    assert len(refused) == 1


def test_the_one_who_is_not_let_in_is_not_told_why(db: None, client: Client) -> None:
    assert log_in(client, make.system().email, "!").status_code == 422
