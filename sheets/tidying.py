"""Forgets files that nobody went on with."""

from sheets.models import StagedFile


def drop_expired() -> int:
    """Delete the cells of files that have been kept for a day; how many."""
    dropped, _ = StagedFile.objects.expired().delete()
    return dropped
