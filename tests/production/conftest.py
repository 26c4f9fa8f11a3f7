"""The production server before the tests' own database, and people logged in there."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from accounts.models import User
from bench.servers import ROOT, production, serving
from bench.web import Person
from core import localdb
from tests import make
from tests.environment import FOLDER


def database_url() -> str:
    """The tests' database, as whoever the tests log in as; the server takes the role `web`."""
    name = connection.settings_dict["NAME"]
    if connection.settings_dict["HOST"].startswith("/"):
        return localdb.url(FOLDER, localdb.SUPERUSER, name)
    given = connection.settings_dict
    return (
        f"postgresql://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{name}"
    )


@pytest.fixture
def environment(transactional_db: None, tmp_path: Path) -> dict[str, str]:
    """What the server is given; a test may add to it before it asks for `site`."""
    # The same key on both sides, so that whoever is logged in by the tests is so at the server.
    own = {"SECRET_KEY": settings.SECRET_KEY, "OMSTALLNING_FILES": str(tmp_path / "files")}
    return production(database_url()) | own


@pytest.fixture(scope="session")
def static_files() -> None:
    """Static files with their sums in their names, as a release has them."""
    environment = production("postgresql://nobody/nothing")
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "-v0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


class Site:
    """A running server."""

    def __init__(self, port: int, pid: int, log: Path) -> None:
        self.port, self.pid, self.log = port, pid, log

    def person(self, user: User | None = None) -> Person:
        """Someone at a browser, logged in."""
        return Person(self.port, make.cookies_of(user) if user else {}, timeout=60)


@pytest.fixture
def site(environment: dict[str, str], static_files: None, tmp_path: Path) -> Iterator[Site]:
    log = tmp_path / "server.log"
    with serving(environment, log) as (port, pid):
        yield Site(port, pid, log)


@pytest.fixture
def crowd(norrby: object) -> Callable[[int], list[User]]:
    """`crowd(20)`: so many officers of Norrby."""
    from accounts.permissions import Role

    def make_them(count: int) -> list[User]:
        return [
            make.member(f"Hop {n}", f"hop{n}@norrby.example", norrby, Role.CASE_OFFICER)  # type: ignore[arg-type]
            for n in range(count)
        ]

    return make_them
