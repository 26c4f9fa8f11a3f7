"""Text in the cells of a spreadsheet: shown as it is, and never run as a formula."""

# A spreadsheet runs a cell that begins with one of these as a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
GUARD = "'"


def guarded(text: str) -> str:
    """Text that a spreadsheet shows and never runs, for formats where a cell has no type (CSV)."""
    return GUARD + text if _would_run(text) else text


def unguarded(text: str) -> str:
    """The very text that `guarded` was given, also when it began with a guard of its own."""
    return text[1:] if text.startswith(GUARD) and _would_run(text[1:]) else text


def _would_run(text: str) -> bool:
    return text.lstrip(f" {GUARD}").startswith(FORMULA_STARTS)
