"""Errors to a Sentry of one's own, when SENTRY_DSN is set: where it went wrong, nothing of what was in it."""

import logging
from typing import Any

from core.logs import request_id

KEPT = ("event_id", "timestamp", "platform", "level", "release", "environment", "sdk", "modules")
FRAME = ("filename", "abs_path", "function", "module", "lineno", "in_app")


def start(dsn: str, *, environment: str = "production", transport: Any = None) -> None:
    """Begin to report errors. Raises RuntimeError when the optional part is not installed."""
    try:
        import sentry_sdk
        from sentry_sdk.integrations.django import DjangoIntegration
        from sentry_sdk.integrations.logging import LoggingIntegration
    except ImportError as error:
        raise RuntimeError(
            "SENTRY_DSN is set but sentry-sdk is not installed: pip install 'sentry-sdk>=2.40'"
        ) from error
    sentry_sdk.init(
        dsn=dsn,
        environment=environment,
        transport=transport,
        default_integrations=False,
        integrations=[
            DjangoIntegration(),
            LoggingIntegration(level=None, event_level=logging.ERROR),
        ],
        include_local_variables=False,
        include_source_context=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        traces_sample_rate=None,
        auto_session_tracking=False,
        server_name="",
        before_send=bare,
    )


def bare(event: Any, hint: Any) -> Any:
    """An event with kinds of errors and places in the code, and the request's id to look up in the log.

    No address, headers, body, cookies, person, words of the error, variables or lines of code.
    """
    kept = {name: event[name] for name in KEPT if name in event}
    errors = event.get("exception", {}).get("values", [])
    kept["exception"] = {
        "values": [
            {
                "type": error.get("type"),
                "module": error.get("module"),
                "stacktrace": {
                    "frames": [
                        {name: frame[name] for name in FRAME if name in frame}
                        for frame in (error.get("stacktrace") or {}).get("frames", [])
                    ]
                },
            }
            for error in errors
        ]
    }
    if not errors:
        kept["message"] = f"logged by {event.get('logger', 'unknown')}"
    kept["tags"] = {"request": request_id.get()}
    return kept
