"""Which county a municipality lies in, by its code."""

import json
from functools import cache
from pathlib import Path

from accounts.models import Organisation

DATA = Path(__file__).resolve().parent / "data" / "municipalities.json"


def county_of(municipality: Organisation) -> str:
    """The county's name; the region's for a municipality without a code of its own; else nothing."""
    county = _counties().get(municipality.code[:2])
    return county or (municipality.region.name if municipality.region else "")


@cache
def _counties() -> dict[str, str]:
    counties = json.loads(DATA.read_text(encoding="utf-8"))["counties"]
    return {county["code"]: county["name"] for county in counties}
