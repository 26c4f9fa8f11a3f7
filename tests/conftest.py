"""The cast that every test knows, a database as in production, and the serving role for all of it."""

from collections.abc import Callable, Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client, TransactionTestCase, override_settings
from django.utils import timezone
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from accounts.models import Organisation, User
from cases.models import Case
from core.filestore import ARCHIVES, store_from
from guide.phases import Phase
from tests import cast, make

# A busy machine is no fault of the code.
hypothesis_settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("unhurried")

PASSWORD = "omstallning-demo"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Migrate as the owner, then serve every test as the role that serves in production."""
    with django_db_blocker.unblock():
        call_command("createcachetable", verbosity=0)
        call_command("protect_tables", stdout=StringIO())
        _become("omstallning_web")
    yield
    with django_db_blocker.unblock():
        _become("omstallning_owner")
        _send_others_away()


def _send_others_away() -> None:
    """End what threads of the live server may have left open, or the database cannot be dropped."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    connection.close()


@pytest.fixture(scope="session", autouse=True)
def _files_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Attached files of tests lie in a folder that pytest cleans up."""
    folder = tmp_path_factory.mktemp("files")
    with override_settings(STORAGES=settings.STORAGES | stores_in(folder)):
        yield


def stores_in(folder: Path) -> dict[str, Any]:
    """The stores of attached files and of packages, as parts of a folder."""
    return {"attachments": store_from({}, folder), "archives": store_from({}, folder, ARCHIVES)}


@pytest.fixture
def file_folder(tmp_path: Path, settings: Any) -> Path:
    """An empty store of the test's own: the folder its files lie in."""
    settings.STORAGES = settings.STORAGES | stores_in(tmp_path)
    return tmp_path / "attachments"


def _become(role: str) -> None:
    connection.close()
    connections["default"].settings_dict["OPTIONS"]["assume_role"] = role


@pytest.fixture(scope="session", autouse=True)
def _fast_passwords() -> Iterator[None]:
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


def _empty_tables(self: TransactionTestCase) -> None:
    """Empty what a transactional test wrote. The guards hold for everyone, so the owner lifts them."""
    make.empty_tables()


TransactionTestCase._fixture_teardown = _empty_tables  # type: ignore[method-assign]


# --- The cast -----------------------------------------------------------------------------------


@pytest.fixture
def norrby(db: None) -> Organisation:
    return cast.organisation("norrby")


@pytest.fixture
def soderby(db: None) -> Organisation:
    return cast.organisation("soderby")


@pytest.fixture
def region_vast(db: None) -> Organisation:
    return cast.organisation("region_vast")


@pytest.fixture
def alice(norrby: Organisation) -> User:
    return cast.person("alice", norrby)


@pytest.fixture
def bo(norrby: Organisation) -> User:
    return cast.person("bo", norrby)


@pytest.fixture
def rolf(norrby: Organisation) -> User:
    return cast.person("rolf", norrby)


@pytest.fixture
def ada(norrby: Organisation) -> User:
    return cast.person("ada", norrby)


@pytest.fixture
def charlie(soderby: Organisation) -> User:
    return cast.person("charlie", soderby)


@pytest.fixture
def siv(region_vast: Organisation) -> User:
    return cast.person("siv", region_vast)


@pytest.fixture
def jonna(db: None) -> User:
    return cast.person("jonna", cast.organisation("samby"))


@pytest.fixture
def gun(db: None) -> User:
    return cast.guest()


@pytest.fixture
def case(alice: User, bo: User, norrby: Organisation) -> Case:
    """An internal case of Norrby, opened by Alice, in phase 1."""
    return make.case(norrby, by=alice, deputy=bo)


@pytest.fixture
def case_in(alice: User, case: Case) -> Callable[[Phase], Case]:
    """`case_in(Phase.IMPLEMENT)`: the case, moved there through the real actions."""

    def move(phase: Phase) -> Case:
        return make.moved_to(case, phase, by=alice)

    return move


@pytest.fixture
def as_user() -> Callable[[User], Client]:
    """`as_user(alice)`: a client where she is logged in."""

    def log_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return log_in


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def sql(db: None) -> Callable[..., list[tuple[Any, ...]]]:
    """Raw SQL as the serving role: `sql("SELECT …", value)`."""

    def run(statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []

    return run
