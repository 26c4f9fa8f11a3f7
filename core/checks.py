"""System checks: a URL that does not say who may use it, a guarded table without its guard."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import URLPattern, URLResolver, get_resolver

from core.access import rule_of

# Pages that come whole from a library: it decides who may use them, and the access
# matrix in tests/test_access.py names each with its reason.
LIBRARY_MODULES = ("allauth.", "django.views.static")


def url_patterns(
    resolver: URLResolver | None = None, prefix: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Every URL pattern of the project with its full name (`app:page`)."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            namespace = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from url_patterns(pattern, namespace)
        else:
            yield f"{prefix}{pattern.name or pattern.pattern}", pattern


def comes_from_library(pattern: URLPattern) -> bool:
    """Whether the view is a library's own."""
    view = getattr(pattern.callback, "view_class", pattern.callback)
    return str(getattr(view, "__module__", "")).startswith(LIBRARY_MODULES)


@register(Tags.security)
def every_url_declares_access(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """E001 for each URL whose view has not been declared with core.access."""
    return [
        Error(
            f"The URL {name} does not declare who may use it.",
            hint="Use @case_view(...), @for_members or @public(because=...).",
            id="omstallning.E001",
        )
        for name, pattern in url_patterns()
        if rule_of(pattern.callback) is None and not comes_from_library(pattern)
    ]


@register(Tags.security)
def files_lie_outside_the_web_root(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """E002 when attached files lie where the web server hands out files to anyone."""
    served = [Path(folder) for folder in (settings.STATIC_ROOT, *settings.STATICFILES_DIRS)]
    stores = (settings.STORAGES[name] for name in ("attachments", "archives"))
    locations = [store.get("OPTIONS", {}).get("location") for store in stores]
    return [
        Error(
            f"Private files would lie in {location}, which is open to the web.",
            hint="Set OMSTALLNING_FILES to a private folder.",
            id="omstallning.E002",
        )
        for location in locations
        if isinstance(location, Path)
        and any(location.resolve().is_relative_to(folder.resolve()) for folder in served)
    ]
