"""DATABASE_URL as Django's settings for a connection."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


class BadDatabaseUrl(ValueError):
    """The address cannot be used; the message says why and shows a right one."""


EXAMPLE = "postgresql://user:password@host:5432/database"


def parse_database_url(url: str) -> dict[str, Any]:
    """Settings for `postgresql://user:password@host:port/name?option=value`.

    A Unix socket is given as `?host=/folder`. Raises BadDatabaseUrl.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise BadDatabaseUrl(f"DATABASE_URL must begin with postgresql://, as in {EXAMPLE}")
    name = unquote(parts.path.lstrip("/"))
    if not name or "/" in name:
        raise BadDatabaseUrl(f"DATABASE_URL names no database; write it as {EXAMPLE}")
    try:
        port = parts.port
    except ValueError:
        raise BadDatabaseUrl(f"DATABASE_URL has a port that is no number; see {EXAMPLE}") from None
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "OPTIONS": options,
    }
