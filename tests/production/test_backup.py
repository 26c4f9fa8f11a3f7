"""Rehearsed: make data, back up, lose everything, restore: all is equal and the log's chain holds."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from accounts.models import Organisation, User
from bench.servers import ROOT
from cases.models import Case
from core.filestore import store_from
from tests import make
from tests.production.conftest import database_url

Run = Callable[..., "subprocess.CompletedProcess[str]"]
EMPTY = "restored_empty"
CANARY = "KANARIE"


@pytest.fixture
def run(environment: dict[str, str]) -> Run:
    """`run("backup", folder)`: a management command as the owner; `database=` another database."""

    def run_it(*arguments: object, database: str = "", **more: str) -> Any:
        url = database_url()
        if database:
            url = url.replace(url.rpartition("@/")[2].partition("?")[0], database)
        own = environment | {"DATABASE_URL": url, "OMSTALLNING_ROLE": "owner"} | more
        return subprocess.run(
            [sys.executable, "manage.py", *map(str, arguments)],
            cwd=ROOT, env=own, capture_output=True, text=True,
        )  # fmt: skip

    return run_it


@pytest.fixture
def empty_database(transactional_db: None) -> Iterator[str]:
    """A new database, as somebody has who lost the old one."""
    name = f"{EMPTY}_{database_url().rpartition('_')[2].partition('?')[0]}"
    with psycopg.connect(database_url(), autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name} OWNER omstallning_owner")
        yield name
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def full(
    alice: User,
    bo: User,
    norrby: Organisation,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
    tmp_path: Path,
) -> Case:
    """A case with something everywhere, its files in the store of the commands' own folder."""
    settings.STORAGES = settings.STORAGES | {"attachments": store_from({}, tmp_path / "files")}
    monkeypatch.setattr("reports.tasks.render_pdf", lambda *a, **k: b"%PDF-1.7 KANARIE")
    case, _ = make.full_case(norrby, by=alice, deputy=bo, canary=CANARY)
    return case


def files_in(folder: Path) -> dict[Path, bytes]:
    return {
        path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def everything(url: str) -> dict[str, str]:
    """A sum over all rows of each table."""
    with psycopg.connect(url) as server:
        names = server.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = 'public'::regnamespace ORDER BY 1"
        ).fetchall()
        return {
            name: str(
                server.execute(
                    f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {name} AS t".encode()
                ).fetchone()
            )
            for (name,) in names
        }


def test_what_was_backed_up_comes_back_equal(
    full: Case, run: Run, empty_database: str, tmp_path: Path
) -> None:
    key = run("backup", "--new-key", tmp_path / "key.txt").stdout.strip()
    assert key.startswith("age1")
    assert (tmp_path / "key.txt").stat().st_mode & 0o777 == 0o600
    made = run("backup", tmp_path / "backups", "--recipient", key)
    assert made.returncode == 0, made.stderr
    [folder] = (tmp_path / "backups").iterdir()
    files = files_in(tmp_path / "files")
    assert files
    assert f"{len(files)} filer" in made.stdout
    for path in folder.iterdir():
        assert CANARY.encode() not in path.read_bytes(), f"{path.name} can be read by anyone"
    lost = tmp_path / "files"
    lost.rename(tmp_path / "files-before")

    not_empty = run("restore", folder, "--identity", tmp_path / "key.txt")
    assert not_empty.returncode
    assert "not empty" in not_empty.stderr
    assert "encrypted" in run("restore", folder, database=empty_database).stderr

    done = run("restore", folder, "--identity", tmp_path / "key.txt", database=empty_database)
    assert done.returncode == 0, done.stderr
    assert "Kedjan håller" in done.stdout
    old = database_url()
    new = old.replace(old.rpartition("@/")[2].partition("?")[0], empty_database)
    assert everything(new) == everything(old)
    assert files_in(lost) == files
    with psycopg.connect(new) as server:
        broken = server.execute("SELECT logbook_broken_links(%s)", [full.pk]).fetchall()
        assert broken == []
        server.execute("SET ROLE omstallning_web")
        with pytest.raises(psycopg.Error):
            server.execute("DELETE FROM logbook_logentry")


def test_a_backup_that_was_touched_or_is_half_is_refused(
    full: Case, run: Run, empty_database: str, tmp_path: Path
) -> None:
    assert run("backup", tmp_path / "backups").returncode == 0
    [folder] = (tmp_path / "backups").iterdir()
    assert "Summorna stämmer" in run("restore", folder, "--only-check").stdout
    manifest = json.loads((folder / "manifest.json").read_text())
    dump = folder / manifest["parts"]["database.dump"]["name"]
    content = bytearray(dump.read_bytes())
    content[len(content) // 2] ^= 1
    dump.write_bytes(content)
    refused = run("restore", folder, database=empty_database)
    assert refused.returncode
    assert "damaged" in refused.stderr
    with psycopg.connect(database_url()) as server:
        server.execute("SELECT 1")
    nowhere = run("restore", tmp_path, database=empty_database)
    assert "holds no backup" in nowhere.stderr


def test_a_backup_that_fails_leaves_nothing_behind(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = run("backup", tmp_path / "backups", "--recipient", "nyckel")
    assert failed.returncode
    assert "no public key" in failed.stderr
    failed = run("backup", tmp_path / "backups", OMSTALLNING_FILES="/dev/null")
    assert failed.returncode
    assert list((tmp_path / "backups").iterdir()) == []
