"""What a coordinator asks for when a county report is made."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class CountyRequest:
    """Period, recipient and words of one's own for each part. `period_to` is the stop date."""

    period_from: date
    period_to: date
    recipient: str
    situation: str = ""
    actions: str = ""
    results: str = ""
