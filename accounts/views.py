"""My own pages, and the pages of the organisations I am a member of."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST, require_safe

from accounts import actions, letters, queries, rules
from accounts.access import MemberRequest, organisation_view
from accounts.forms import DetailsForm, InviteForm, RoleForm
from accounts.models import Membership, Organisation
from accounts.permissions import CASE_LOGGING_ROLES, Role
from accounts.queries import Person
from core.access import for_members, public
from core.actions import AlreadyDone, Refused
from core.htmx import render_page
from reminders.actions import choose_reminders
from reminders.forms import ReminderForm
from reminders.queries import muted_by

PEOPLE_PER_PAGE = 50
INVITED = "Inbjudan är skickad till %s."
NOT_SENT = (
    "Rollen är given, men brevet till %s gick inte att skicka. "
    "Försök igen om en stund med knappen Skicka inbjudan igen."
)

# --- Me -----------------------------------------------------------------------------------------


@require_safe
@public(because="it only says that accounts are given by an organisation's administrator")
def signup_closed(request: HttpRequest) -> HttpResponseBase:
    """Nobody signs up on their own. allauth also leads here, from letters to unknown addresses."""
    return render_page(request, "account/signup_closed.html", status=404)


@require_GET
@for_members
def account(request: MemberRequest) -> HttpResponseBase:
    """Me: my details, how I log in, where I am a member."""
    return _account(request, _details(request))


@require_POST
@for_members
def account_change(request: MemberRequest) -> HttpResponseBase:
    """Save my name and telephone number."""
    form = DetailsForm(request.POST)
    if not form.is_valid():
        return _account(request, form, status=422)
    actions.change_own_details(**form.cleaned_data, actor=request.user, at=timezone.now())
    messages.success(request, "Dina uppgifter är sparade.")
    return redirect("accounts:account")


@require_POST
@for_members
def shortcuts_change(request: MemberRequest) -> HttpResponseBase:
    """Turn my keyboard shortcuts on or off, and go back to where I did it."""
    on = request.POST.get("kortkommandon") == "pa"
    actions.use_shortcuts(on=on, actor=request.user, at=timezone.now())
    messages.success(request, f"Kortkommandona är {'på' if on else 'avstängda'}.")
    return redirect("home:shortcuts" if "hjalp" in request.POST else "accounts:account")


@require_POST
@for_members
def reminders_change(request: MemberRequest) -> HttpResponseBase:
    """Turn each kind of my reminders by e-mail on or off."""
    reminders = ReminderForm(request.POST)
    if not reminders.is_valid():
        return _account(request, _details(request), reminders=reminders, status=422)
    choose_reminders(wanted=reminders.cleaned_data["wanted"], actor=request.user, at=timezone.now())
    messages.success(request, "Dina påminnelser är sparade.")
    return redirect("accounts:account")


def _details(request: MemberRequest) -> DetailsForm:
    """The form with what I am known by now."""
    return DetailsForm(initial={"name": request.user.name, "phone": request.user.phone})


def _account(
    request: MemberRequest,
    form: DetailsForm,
    *,
    reminders: ReminderForm | None = None,
    status: int = 200,
) -> HttpResponseBase:
    context = {
        "form": form,
        "form_failed": status == 422,
        "memberships": queries.memberships_of(request.user),
        "has_two_step": queries.has_two_step(request.user),
        "logins": queries.logins_of(request.user, current_key=request.session.session_key),
        "has_password": request.user.has_usable_password(),
        "reminder_form": reminders or ReminderForm.without(muted_by(request.user)),
    }
    return render_page(request, "accounts/account.html", context, status=status)


@require_GET
@for_members
def form_key(request: MemberRequest) -> HttpResponseBase:
    """A fresh key for the forms of a page that was open while its person logged in again.

    Who it is for comes along, so that the page can see whether that is still the same person.
    Only pages of this very site can read the answer, as they can any page with a form.
    """
    return JsonResponse({"key": get_token(request), "person": request.user.pk})


@require_GET
@for_members
def logins(request: MemberRequest) -> HttpResponseBase:
    """Where I am logged in."""
    found = queries.logins_of(request.user, current_key=request.session.session_key)
    return render_page(request, "accounts/logins.html", {"logins": found})


@require_POST
@for_members
def login_end(request: MemberRequest, session: int) -> HttpResponseBase:
    """Log one of my browsers out. One that is already gone is gone."""
    found = queries.session_of(request.user, session)
    if found is not None:
        is_this = found.session_key == request.session.session_key
        actions.end_session(session=found, actor=request.user, at=timezone.now())
        if is_this:
            request.session.flush()
            return redirect("account_login")
    messages.success(request, "Inloggningen är avslutad.")
    return redirect("accounts:logins")


@require_POST
@for_members
def login_end_others(request: MemberRequest) -> HttpResponseBase:
    """Log all my other browsers out."""
    key = request.session.session_key or ""
    actions.end_other_sessions(but=key, actor=request.user, at=timezone.now())
    messages.success(request, "Alla andra inloggningar är avslutade.")
    return redirect("accounts:logins")


# --- Organisations ------------------------------------------------------------------------------


@require_GET
@for_members
def organisation_list(request: MemberRequest) -> HttpResponseBase:
    """The organisations I am a member of; with only one, straight to it."""
    organisations = list(queries.organisations_of(request.user))
    if len(organisations) == 1:
        return redirect("accounts:organisation", organisations[0].pk)
    context = {
        "organisations": organisations,
        "memberships": queries.memberships_of(request.user),
    }
    return render_page(request, "accounts/organisation_list.html", context)


@require_GET
@organisation_view()
def organisation_page(request: MemberRequest, organisation: Organisation) -> HttpResponseBase:
    """Members with their roles, and those who were."""
    people = queries.people_in(organisation)
    page = Paginator([person for person in people if person.held], PEOPLE_PER_PAGE)
    context = {
        "organisation": organisation,
        "people": page.get_page(request.GET.get("sida")),
        "ended": _newest_ended(people)[:PEOPLE_PER_PAGE],
        "is_admin": Role.ADMIN in request.roles,
        "reads_contacts": bool(request.roles & set(CASE_LOGGING_ROLES)),
        "coordinates": organisation.is_region and Role.COORDINATOR in request.roles,
        "admins": [person.label for person in people if person.is_admin],
    }
    return render_page(request, "accounts/organisation.html", context)


@require_GET
@organisation_view(admin=True)
def job_list(request: MemberRequest, organisation: Organisation) -> HttpResponseBase:
    """What the worker has been asked for, and how it goes."""
    page = queries.job_page(organisation, before=request.GET.get("fore", ""), size=PEOPLE_PER_PAGE)
    context = {"organisation": organisation, "jobs": page.rows, "more": page.next_key}
    return render_page(request, "accounts/jobs.html", context)


def _newest_ended(people: list[Person]) -> list[tuple[Person, Membership]]:
    rows = [(person, ended) for person in people for ended in person.ended]
    return sorted(rows, key=lambda row: row[1].ended_at or row[1].began_at, reverse=True)


@require_GET
@organisation_view(admin=True)
def invite_page(request: MemberRequest, organisation: Organisation) -> HttpResponseBase:
    """A form to invite someone."""
    return _invite(request, organisation, InviteForm(roles=rules.roles_for(organisation)))


@require_POST
@organisation_view(admin=True)
def invite_send(request: MemberRequest, organisation: Organisation) -> HttpResponseBase:
    """Give the person a role and send a letter: the same answer, whether the address was known."""
    form = InviteForm(request.POST, roles=rules.roles_for(organisation))
    if not form.is_valid():
        return _invite(request, organisation, form)
    try:
        membership = actions.invite_member(
            organisation=organisation,
            **form.cleaned_data,
            actor=request.user,
            at=timezone.now(),
        )
    except Refused as refused:
        return _invite(request, organisation, form, refused.reasons)
    except AlreadyDone:
        messages.success(request, INVITED % form.cleaned_data["email"])
        return redirect("accounts:organisation", organisation.pk)
    _send_letter(request, organisation, membership.user_id)
    return redirect("accounts:organisation", organisation.pk)


def _invite(
    request: MemberRequest,
    organisation: Organisation,
    form: InviteForm,
    reasons: list[str] | None = None,
) -> HttpResponseBase:
    failed = form.is_bound
    context = {
        "organisation": organisation,
        "form": form,
        "reasons": reasons,
        "form_failed": failed,
    }
    return render_page(request, "accounts/invite.html", context, status=422 if failed else 200)


def _send_letter(request: MemberRequest, organisation: Organisation, user_id: int) -> None:
    person = _person(organisation, user_id)
    sent = letters.send_invitation(
        person.user,
        organisation,
        roles=[membership.get_role_display() for membership in person.held],
        inviter=str(request.user),
        site=request.build_absolute_uri("/"),
    )
    if sent:
        messages.success(request, INVITED % person.user.email)
    else:
        messages.warning(request, NOT_SENT % person.user.email)


@require_GET
@organisation_view(admin=True)
def member_page(
    request: MemberRequest, organisation: Organisation, person: int
) -> HttpResponseBase:
    """One member: roles to give and to end."""
    return _member(request, organisation, _person(organisation, person))


@require_POST
@organisation_view(admin=True)
def role_give(request: MemberRequest, organisation: Organisation, person: int) -> HttpResponseBase:
    """Give a member one more role."""
    found = _person(organisation, person)
    form = RoleForm(request.POST, roles=rules.roles_for(organisation))
    if not form.is_valid():
        return _member(request, organisation, found, form=form)
    try:
        actions.give_role(
            user=found.user,
            organisation=organisation,
            **form.cleaned_data,
            actor=request.user,
            at=timezone.now(),
        )
    except Refused as refused:
        return _member(request, organisation, found, form=form, reasons=refused.reasons)
    except AlreadyDone:
        pass
    role = form.cleaned_data["role"].label.lower()
    messages.success(request, f"{found.label} har nu rollen {role}.")
    return redirect("accounts:member", organisation.pk, person)


@require_POST
@organisation_view(admin=True)
def membership_end(
    request: MemberRequest, organisation: Organisation, person: int, membership: int
) -> HttpResponseBase:
    """End a role. The rights end at once."""
    found = _person(organisation, person)
    ending = next((row for row in (*found.held, *found.ended) if row.pk == membership), None)
    if ending is None:
        raise Http404
    try:
        actions.end_membership(membership=ending, actor=request.user, at=timezone.now())
    except Refused as refused:
        return _member(request, organisation, found, reasons=refused.reasons)
    role = ending.get_role_display().lower()
    messages.success(request, f"{found.label} har inte längre rollen {role}.")
    if found.user == request.user and ending.role == Role.ADMIN:
        return redirect("accounts:organisation_list")
    return redirect("accounts:member", organisation.pk, person)


@require_POST
@organisation_view(admin=True)
def invitation_resend(
    request: MemberRequest, organisation: Organisation, person: int
) -> HttpResponseBase:
    """Send the letter again to someone who has not been here yet."""
    found = _person(organisation, person)
    if not (found.held and found.is_awaited):
        return _member(request, organisation, found, reasons=["Personen har redan loggat in."])
    _send_letter(request, organisation, found.user.pk)
    return redirect("accounts:member", organisation.pk, person)


def _person(organisation: Organisation, user_id: int) -> Person:
    found = queries.person_in(organisation, user_id)
    if found is None:
        raise Http404
    return found


def _member(
    request: MemberRequest,
    organisation: Organisation,
    person: Person,
    *,
    form: RoleForm | None = None,
    reasons: list[str] | None = None,
) -> HttpResponseBase:
    failed = bool(reasons) or form is not None
    left = [role for role in rules.roles_for(organisation) if role not in person.roles]
    context: dict[str, Any] = {
        "organisation": organisation,
        "person": person,
        "form": form or RoleForm(roles=left),
        "may_give": bool(left) and person.user.is_active,
        "reasons": reasons,
        "form_failed": failed,
    }
    return render_page(request, "accounts/member.html", context, status=422 if failed else 200)
