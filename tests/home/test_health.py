"""Whether the process can do its work: each part that fails is named, with nothing of why."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from home import health


def test_it_is_ready_when_every_part_works(client: Client, db: None) -> None:
    response = client.get("/healthz/ready")
    assert response.status_code == 200
    assert set(response.json().values()) == {"ok"}
    assert "no-store" in response.headers["Cache-Control"]


def test_the_part_that_fails_is_named(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> None:
        raise OperationalError("host db.kommun.se refused")

    monkeypatch.setitem(health.CHECKS, "database", fails)
    response = client.get("/healthz/ready")
    assert response.status_code == 503
    assert response.json() == {"database": "fails", "migrations": "ok", "storage": "ok"}


def test_a_migration_that_has_not_been_run_is_not_ready(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = health._known_migrations()
    monkeypatch.setattr(health, "_known_migrations", lambda: known | {("cases", "9999_coming")})
    assert client.get("/healthz/ready").json()["migrations"] == "fails"
    assert client.get("/healthz").status_code == 200, "the process lives"


def test_a_folder_that_takes_no_files_is_not_ready(
    client: Client, db: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda path, mode: False)
    response = client.get("/healthz/ready")
    assert (response.status_code, response.json()["storage"]) == (503, "fails")
