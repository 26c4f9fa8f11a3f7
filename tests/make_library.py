"""Makes what the library holds: a closed case that others may read."""

from decimal import Decimal
from typing import Any

from accounts.models import Organisation, User
from cases.models import Case
from guide.model import Industry
from library import actions, queries
from library.models import Publication
from library.queries import StoryWords
from measures.models import Measure
from tests import make


def words(case: Case, **changes: Any) -> StoryWords:
    """What the person who offers the case has written."""
    said: dict[str, Any] = {
        "title": "Nedläggning av en fabrik",
        "names_company": False,
        "industry": Industry.FOOD,
        "share_percent": Decimal("4.5"),
        "summary": "Fabriken lades ner på ett år.",
        "lessons": "Börja med leverantörerna.",
        "differently": "",
        "measures": tuple(Measure.objects.filter(case=case).values_list("pk", flat=True)),
    }
    return StoryWords(**said | changes)


def published(case: Case, *, by: User, **changes: Any) -> Publication:
    """A closed case, reviewed and published."""
    said = words(case, **changes)
    seal = queries.build_story(case, said).seal
    return actions.publish_case(case=case, words=said, seal=seal, actor=by, at=make.now())


def another(organisation: Organisation, *, by: User, **changes: Any) -> Publication:
    """A case of its own, closed and published, with a measure and its main activity."""
    case = make.case(organisation, by=by, title="Äldre ärende")
    planned = make.measure(case, by=by, title="Jobbmässa", catalogue_key="job-match")
    make.activity(planned, by=by, title="Boka sporthallen")
    return published(make.closed(case, by=by), by=by, **changes)
