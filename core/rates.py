"""How often something may be asked for: counted in the shared cache, in windows of time."""

import time

from django.core.cache import cache


def is_too_often(what: str, who: str, *, most: int, seconds: int) -> bool:
    """Count one more of `what` by `who`, and say whether that is more than `most` in the window.

    Windows begin at even multiples of `seconds`. Two at the very same moment may count as one.
    """
    window = int(time.time() // seconds)
    key = f"rate:{what}:{who}:{window}"
    count = int(cache.get(key, 0)) + 1
    cache.set(key, count, seconds)
    return count > most
