"""What people do to let others into a case: share it, take in a municipality, name a reader."""

from datetime import datetime
from uuid import UUID

from accounts.models import Organisation, User
from cases import rules
from cases.models import Case, Participant, Reader, Share, still_active
from cases.states import ShareMode
from core.actions import action, refuse_if
from logbook.events import Event
from logbook.record import record


@action
def share_live(
    *,
    case: Case,
    organisation: Organisation,
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> Share:
    """Let `organisation` read the case as it is, on the allow-list for outsiders, from now on."""
    case = _locked(case)
    live = Share.objects.filter(
        still_active(), case=case, organisation=organisation, mode=ShareMode.LIVE
    )
    refuse_if(
        list(
            rules.blockers_to_share(
                case,
                is_shared=live.exists(),
                takes_part=_takes_part(case, organisation),
            )
        )
    )
    share = Share.objects.create(
        case=case, organisation=organisation, mode=ShareMode.LIVE, began_at=at, began_by=actor
    )
    record(case=case, event=Event.CASE_SHARED, actor=actor, at=at, organisation=organisation.name)
    return share


@action
def end_share(*, share: Share, actor: User, at: datetime) -> Share:
    """End a share; the organisation sees nothing of the case from now on."""
    case = _locked(share.case)
    share = Share.objects.select_related("organisation").get(pk=share.pk)
    refuse_if(list(rules.blockers_to_end_share(has_ended=share.ends_at is not None)))
    share.ends_at, share.ended_by = at, actor
    share.save(update_fields=["ends_at", "ended_by"])
    record(
        case=case,
        event=Event.SHARE_ENDED,
        actor=actor,
        at=at,
        organisation=share.organisation.name,
    )
    return share


@action
def add_participant(
    *,
    case: Case,
    municipality: Organisation,
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> Participant:
    """Take another municipality into the case; its officers read and work in it from now on."""
    case = _locked(case)
    refuse_if(
        list(
            rules.blockers_to_take_in(
                case,
                is_municipality=municipality.is_municipality,
                takes_part=_takes_part(case, municipality),
            )
        )
    )
    participant = Participant.objects.create(
        case=case, organisation=municipality, began_at=at, began_by=actor
    )
    record(
        case=case,
        event=Event.PARTICIPANT_JOINED,
        actor=actor,
        at=at,
        organisation=municipality.name,
    )
    return participant


@action
def name_reader(
    *,
    case: Case,
    user: User,
    reason: str,
    once: UUID | None = None,
    actor: User,
    at: datetime,
) -> Reader:
    """Let a named person know of a restricted case, with the reason why."""
    case = _locked(case)
    named = Reader.objects.filter(still_active(), case=case, user=user).exists()
    refuse_if(list(rules.blockers_to_name_reader(case, reason=reason, is_named=named)))
    reader = Reader.objects.create(case=case, user=user, reason=reason, began_at=at, began_by=actor)
    record(case=case, event=Event.READER_NAMED, actor=actor, at=at, name=user.name, reason=reason)
    return reader


def _takes_part(case: Case, organisation: Organisation) -> bool:
    return Participant.objects.active().filter(case=case, organisation=organisation).exists()


def _locked(case: Case) -> Case:
    return Case.objects.select_for_update(no_key=True).get(pk=case.pk)
