"""Makes drafts of reports and what organisations settle for theirs, through the real actions."""

import base64
import uuid
from dataclasses import replace
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from accounts.models import Organisation, User
from cases.models import Case
from reports import draft_actions, settings_actions
from reports.arrangement import Arrangement, Place, usual
from reports.logos import made_logo
from reports.model import Kind, Logo, Report
from reports.models import ReportDraft, ReportLogo, ReportSettings
from reports.queries import settings_of
from tests import make


def draft(
    case: Case,
    *,
    by: User,
    kind: Kind = Kind.STATUS_REPORT,
    page: uuid.UUID | None = None,
    seen_version: int = 0,
    **fields: str,
) -> ReportDraft:
    """What a person has written for a report."""
    return draft_actions.keep_report_draft(
        case=case,
        kind=kind,
        replaces=None,
        page=page or uuid.uuid4(),
        seen_version=seen_version,
        fields={"summary": "Halvskriven sammanfattning"} | fields,
        actor=by,
        at=make.now(),
    )


def first(*places: Place, kind: Kind = Kind.STATUS_REPORT) -> Arrangement:
    """An arrangement that begins with these, and then goes on as usual."""
    named = {place.key for place in places}
    return (*places, *(place for place in usual(kind) if place.key not in named))


def settled(
    organisation: Organisation,
    *places: Place,
    by: User,
    kind: Kind = Kind.STATUS_REPORT,
    **values: Any,
) -> ReportSettings:
    """What the organisation has settled for its reports of a kind, from now on."""
    return settings_actions.settle_reports(
        organisation=organisation,
        kind=kind,
        settled=settings_actions.Settled(arrangement=first(*places, kind=kind), **values),
        seen_version=settings_of(organisation, kind).version,
        actor=by,
        at=make.now(),
    )


def picture(
    size: tuple[int, int] = (300, 120), colour: str = "#0b4f7c", kind: str = "PNG"
) -> BytesIO:
    """A picture with a disc of one colour on nothing, or on white."""
    image = Image.new("RGBA", size, (255, 255, 255, 0))
    ImageDraw.Draw(image).ellipse((0, 0, size[0] // 2, size[1] - 1), fill=colour)
    out = BytesIO()
    (image if kind == "PNG" else image.convert("RGB")).save(out, format=kind)
    out.seek(0)
    return out


def with_logo(report: Report) -> Report:
    """The same report with a logo in its head."""
    made = made_logo(picture(), "vapen.png")
    png = base64.b64encode(made.content).decode()
    frozen = Logo(alt="Norrby kommuns vapen", width=made.width, height=made.height, png=png)
    return replace(report, head=replace(report.head, logo=frozen))


def logo(
    organisation: Organisation, *, by: User, alt_text: str = "Norrby kommuns vapen"
) -> ReportLogo:
    """A logo in the organisation's reports, from now on."""
    return settings_actions.set_logo(
        organisation=organisation,
        file=picture(),
        name="vapen.png",
        alt_text=alt_text,
        actor=by,
        at=make.now(),
    )
