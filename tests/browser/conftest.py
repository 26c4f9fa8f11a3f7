"""Real Chromium against the real server; any console error or accessibility fault fails the test."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests import make
from tests.browser.axe import accessibility_faults

# The first there is. The headless shell is the same engine for two thirds of the work.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
# Milliseconds. A busy machine is no fault of the code.
PATIENCE = 15_000
expect.set_options(timeout=PATIENCE)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": CHROMIUM, "args": QUIET}


@pytest.fixture
def expected_errors() -> list[str]:
    """Parts of console errors that are meant; a test of failures adds its own."""
    return ["status of 422", "status of 409"]


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, expected_errors: list[str]) -> Iterator[Page]:
    """A page that fails the test on any console error, such as a break of the content policy."""
    context = browser.new_context(base_url=live_server.url, locale="sv-SE")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    faults: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        is_expected = any(part in message.text for part in expected_errors)
        if message.type == "error" and not is_expected:
            faults.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert not faults


@pytest.fixture
def log_in(page: Page, live_server: LiveServer) -> Callable[[User], None]:
    """`log_in(alice)`: she is logged in, at the start page. The login page has tests of its own."""

    def log_in(user: User) -> None:
        page.context.add_cookies(
            [
                {"name": name, "value": value, "url": live_server.url}
                for name, value in make.cookies_of(user).items()
            ]
        )
        page.goto("/")

    return log_in


@pytest.fixture
def assert_accessible(page: Page) -> Callable[[], None]:
    """`assert_accessible()`: axe finds nothing on the page as it is now."""

    def check() -> None:
        faults = accessibility_faults(page)
        assert not faults, "\n".join(faults)

    return check
