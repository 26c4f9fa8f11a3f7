"""Keeps secrets that stand in addresses out of the server's log."""

import logging
import re

# Whoever knows a calendar's address may read it (figures.feed_views).
_SECRET_IN_ADDRESS = re.compile(r"(/kalender/)[^\s\"'<>?]+")


def without_secrets(text: str) -> str:
    """The text with each secret part of an address taken out."""
    return _SECRET_IN_ADDRESS.sub(r"\1…", text)


class SecretlessFormatter(logging.Formatter):
    """Formats as usual, then takes out the secrets, those in tracebacks too."""

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))
