"""What an organisation settles for its reports: sections, standing words, recipients, logo."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import BinaryIO

from accounts.models import Organisation, User
from core.actions import Conflict, action, refuse_if
from reports import rules
from reports.arrangement import Arrangement, whole
from reports.logos import made_logo
from reports.model import Kind
from reports.models import ReportLogo, ReportSettings
from reports.queries import settings_of


@dataclass(frozen=True, kw_only=True)
class Settled:
    """What holds for each new report of a kind until something else is chosen in it."""

    arrangement: Arrangement = ()
    decisions: Sequence[str] = ()
    recipient: str = ""
    decision_goes_to: Sequence[str] = ()


@action
def settle_reports(
    *,
    organisation: Organisation,
    kind: Kind,
    settled: Settled,
    seen_version: int,
    actor: User,
    at: datetime,
) -> ReportSettings:
    """Settle the reports of one kind from now on; those that are issued stay as they are.

    Raises Refused if a section that must be there is left out, Conflict when someone settled
    something since `seen_version` (0: nothing was settled).
    """
    refuse_if(list(rules.blockers_to_arrange(kind, settled.arrangement)))
    # Two at once wait for each other at what they share.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    row = settings_of(organisation, kind)
    if row.version != seen_version:
        raise Conflict(row)
    row.sections = [asdict(place) for place in whole(kind, settled.arrangement)]
    row.decisions = "\n".join(settled.decisions)
    row.recipient = settled.recipient
    row.decision_goes_to = "\n".join(settled.decision_goes_to)
    row.version += 1
    row.save()
    return row


@action
def set_logo(
    *,
    organisation: Organisation,
    file: BinaryIO,
    name: str,
    alt_text: str,
    actor: User,
    at: datetime,
) -> ReportLogo:
    """Use a picture as logo from now on. Raises Refused for what is no picture or does not show."""
    logo = made_logo(file, name)
    refuse_if(
        list(
            rules.blockers_to_logo(
                width=logo.sent[0], height=logo.sent[1], visible_share=logo.visible_share
            )
        )
    )
    return ReportLogo.objects.create(
        organisation=organisation,
        content=logo.content,
        alt_text=alt_text,
        width=logo.width,
        height=logo.height,
        added_by=actor,
    )


@action
def remove_logo(*, organisation: Organisation, actor: User, at: datetime) -> ReportLogo:
    """Have no logo from now on; issued reports keep theirs."""
    return ReportLogo.objects.create(organisation=organisation, content=b"", added_by=actor)
