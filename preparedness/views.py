"""The pages of a municipality's preparedness plan, for those who log in its cases."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.access import MemberRequest, organisation_view, who_can_give
from accounts.models import Organisation, User
from accounts.permissions import CASE_LOGGING_ROLES
from cases.contact_views import differences
from cases.models import Contact
from core.access import MissingRight
from core.actions import AlreadyDone, Conflict, Refused
from core.forms import Form
from core.htmx import render_page
from preparedness import actions, queries, rules
from preparedness.forms import (
    AddPlannedForm,
    EmployerForm,
    EmployerOrderForm,
    PlanForm,
    PlanGroupForm,
    PlannedSeatForm,
    StepsForm,
)
from preparedness.models import Employer, PlanGroup, PlanMember, PreparednessPlan

PER_PAGE = 20
SHOWN_CONTACTS = 20
View = Callable[..., HttpResponseBase]


def plan_view(view: View) -> View:
    """For members who may log in the municipality's cases; other members get 403, outsiders 404."""

    @organisation_view()
    @wraps(view)
    def wrapper(
        request: MemberRequest, organisation: Organisation, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if not request.roles & set(CASE_LOGGING_ROLES):
            raise MissingRight("läsa kommunens beredskapsplan", who_can_give(organisation))
        if not organisation.is_municipality:
            raise Http404
        return view(request, organisation, *args, **kwargs)

    return wrapper


@require_GET
@plan_view
def plan_page(request: MemberRequest, organisation: Organisation) -> HttpResponseBase:
    """The whole plan: how people are called, groups, contacts, employers, the list."""
    plan, today = _plan(request, organisation), timezone.localdate()
    form = EmployerOrderForm(request.GET)
    order = form.cleaned_data["ordning"] if form.is_valid() else ""
    page, employers = queries.employer_page(
        Employer.objects.visible_to(request.user),
        plan,
        order=order,
        page=request.GET.get("sida", "1"),
        size=PER_PAGE,
    )
    contacts = Contact.objects.visible_to(request.user).filter(municipality=organisation).current()
    context = {
        "organisation": organisation,
        "plan": plan,
        "groups": queries.groups_of(plan),
        "contacts": list(contacts.select_related("actor").in_order()[:SHOWN_CONTACTS]),
        "page": page,
        "employers": employers,
        "form": form,
        "form_failed": bool(form.errors),
        "steps": queries.steps_of(plan),
        "is_due": rules.is_due(plan.reviewed_on, today),
        "next_review": rules.next_review_on(plan.reviewed_on),
    }
    status = 422 if form.errors else 200
    return render_page(request, "preparedness/page.html", context, status=status)


@require_POST
@plan_view
def plan_review(request: MemberRequest, organisation: Organisation) -> HttpResponseBase:
    """The plan has been gone through today."""
    actions.review_plan(municipality=organisation, actor=request.user, at=timezone.now())
    messages.success(request, "Planen är genomgången i dag. Den påminner om ett år.")
    return redirect("preparedness:page", organisation.pk)


def _plan(request: MemberRequest, organisation: Organisation) -> PreparednessPlan:
    return queries.plan_of(PreparednessPlan.objects.visible_to(request.user), organisation)


# --- One form of the plan ----------------------------------------------------------------------


@dataclass(frozen=True)
class Desk:
    """A page with one form of the plan, and what is said when it is saved."""

    request: MemberRequest
    organisation: Organisation
    heading: str
    action: str
    said: str
    remove: str = ""
    help: str = ""

    def page(self, form: Form, **said: Any) -> HttpResponseBase:
        """The form, empty or with what is wrong with it."""
        theirs = said.get("theirs")
        status = 409 if theirs is not None else 422 if form.is_bound else 200
        context = {"desk": self, "organisation": self.organisation, "form": form}
        context |= {"reasons": [], "theirs": None, "form_failed": status != 200} | said
        return render_page(self.request, "preparedness/form.html", context, status=status)

    def keep(
        self, form: Form, act: Callable[[], object], of: Callable[[Any], Form] | None = None
    ) -> HttpResponseBase:
        """Do it and go back to the plan; `of` makes the form of what someone else saved first."""
        if not form.is_valid():
            return self.page(form)
        try:
            act()
        except AlreadyDone:
            return redirect("preparedness:page", self.organisation.pk)
        except Conflict as conflict:
            current: Any = conflict.current
            form.put("seen_version", current.version)
            assert of is not None
            return self.page(form, theirs=differences(form, of(current).initial))
        except Refused as refused:
            return self.page(form, reasons=refused.reasons)
        messages.success(self.request, self.said)
        for hint in form.hints:
            messages.info(self.request, f"Kontrollera texten. {hint}")
        return redirect("preparedness:page", self.organisation.pk)


def _new() -> dict[str, Any]:
    return {"once": uuid.uuid4()}


def _who(request: MemberRequest) -> dict[str, Any]:
    return {"actor": request.user, "at": timezone.now()}


def _url(name: str, organisation: Organisation, *ids: int) -> str:
    return reverse(f"preparedness:{name}", args=[organisation.pk, *ids])


# --- The plan's own facts and its list ----------------------------------------------------------


@require_GET
@plan_view
def facts_form(request: MemberRequest, organisation: Organisation) -> HttpResponseBase:
    """The form for how people are called, and for the jobs in the municipality."""
    return _facts_desk(request, organisation).page(PlanForm.of(_plan(request, organisation)))


@require_POST
@plan_view
def facts_save(request: MemberRequest, organisation: Organisation) -> HttpResponseBase:
    """Save them; when someone was first, show both."""
    form = PlanForm(request.POST)

    def act() -> None:
        actions.save_facts(
            municipality=organisation,
            seen_version=form.cleaned_data["seen_version"] or 0,
            facts=form.facts(),
            **_who(request),
        )

    return _facts_desk(request, organisation).keep(form, act, PlanForm.of)


def _facts_desk(request: MemberRequest, organisation: Organisation) -> Desk:
    return Desk(
        request,
        organisation,
        "Så larmar vi, och jobben i kommunen",
        _url("facts_save", organisation),
        "Planen är sparad.",
    )


@require_GET
@plan_view
def steps_form(request: MemberRequest, organisation: Organisation) -> HttpResponseBase:
    """The form for the list of the first days."""
    return _steps_desk(request, organisation).page(StepsForm.of(_plan(request, organisation)))


@require_POST
@plan_view
def steps_save(request: MemberRequest, organisation: Organisation) -> HttpResponseBase:
    """Save the list; when someone was first, show both."""
    form = StepsForm(request.POST)

    def act() -> None:
        actions.adapt_steps(
            municipality=organisation,
            seen_version=form.cleaned_data["seen_version"] or 0,
            left_out=form.left_out,
            own=form.own_steps,
            **_who(request),
        )

    return _steps_desk(request, organisation).keep(form, act, StepsForm.of)


def _steps_desk(request: MemberRequest, organisation: Organisation) -> Desk:
    return Desk(
        request,
        organisation,
        "Listan för de första två dygnen",
        _url("steps_save", organisation),
        "Listan är sparad. Ärenden som redan är öppna har kvar sin.",
        help="Välj bland guidens punkter och lägg till egna. Ärenden som utgår från planen får listan.",
    )


# --- Groups and members -------------------------------------------------------------------------


@require_GET
@plan_view
def group_add_form(request: MemberRequest, organisation: Organisation) -> HttpResponseBase:
    """The form for a new group."""
    return _group_desk(request, organisation).page(PlanGroupForm(initial=_new()))


@require_POST
@plan_view
def group_add(request: MemberRequest, organisation: Organisation) -> HttpResponseBase:
    """Add the group."""
    form = PlanGroupForm(request.POST)

    def act() -> None:
        actions.add_group(
            municipality=organisation,
            facts=form.facts(),
            once=form.cleaned_data["once"],
            **_who(request),
        )

    return _group_desk(request, organisation).keep(form, act)


@require_GET
@plan_view
def group_edit_form(
    request: MemberRequest, organisation: Organisation, group: int
) -> HttpResponseBase:
    """The form for what the group is."""
    found = _group(request, organisation, group)
    return _group_desk(request, organisation, found).page(PlanGroupForm.of(found))


@require_POST
@plan_view
def group_edit(request: MemberRequest, organisation: Organisation, group: int) -> HttpResponseBase:
    """Change the group; when someone was first, show both."""
    found, form = _group(request, organisation, group), PlanGroupForm(request.POST)

    def act() -> None:
        actions.change_group(
            group=found,
            seen_version=form.cleaned_data["seen_version"] or 0,
            facts=form.facts(),
            **_who(request),
        )

    return _group_desk(request, organisation, found).keep(form, act, PlanGroupForm.of)


@require_POST
@plan_view
def group_remove(
    request: MemberRequest, organisation: Organisation, group: int
) -> HttpResponseBase:
    """Take the group and its members out of the plan."""
    found = _group(request, organisation, group)
    actions.remove_group(group=found, **_who(request))
    messages.success(request, f"{found.name} är borttagen ur planen.")
    return redirect("preparedness:page", organisation.pk)


def _group(request: MemberRequest, organisation: Organisation, pk: int) -> PlanGroup:
    groups = PlanGroup.objects.visible_to(request.user).select_related("plan__municipality")
    return get_object_or_404(groups.filter(plan__municipality=organisation), pk=pk)


def _group_desk(
    request: MemberRequest, organisation: Organisation, group: PlanGroup | None = None
) -> Desk:
    if group is None:
        action = _url("group_add_save", organisation)
        return Desk(request, organisation, "Ny grupp", action, "Gruppen är tillagd.")
    return Desk(
        request,
        organisation,
        group.name,
        _url("group_edit_save", organisation, group.pk),
        "Gruppen är ändrad.",
        remove=_url("group_remove", organisation, group.pk),
    )


@require_GET
@plan_view
def member_add_form(
    request: MemberRequest, organisation: Organisation, group: int
) -> HttpResponseBase:
    """The form for a new member."""
    found = _group(request, organisation, group)
    form = _add_form(request, organisation, initial=_new())
    return _member_desk(request, organisation, found).page(form)


@require_POST
@plan_view
def member_add(request: MemberRequest, organisation: Organisation, group: int) -> HttpResponseBase:
    """Name the person for the group."""
    found = _group(request, organisation, group)
    form = _add_form(request, organisation, data=request.POST)

    def act() -> None:
        actions.add_member(
            group=found,
            chosen=_chosen(request, organisation, form.cleaned_data["who"]),
            seat=form.seat(),
            once=form.cleaned_data["once"],
            **_who(request),
        )

    return _member_desk(request, organisation, found).keep(form, act)


def _add_form(request: MemberRequest, organisation: Organisation, **kwargs: Any) -> AddPlannedForm:
    contacts = Contact.objects.visible_to(request.user).filter(municipality=organisation)
    colleagues, known = queries.people_to_choose(organisation, contacts)
    return AddPlannedForm(**kwargs, colleagues=colleagues, contacts=known)


def _chosen(request: MemberRequest, organisation: Organisation, key: str) -> Contact | User:
    """Whom a choice of the form stands for; the form has judged that it is one of them."""
    if key.startswith("u"):
        return queries.colleague(organisation, int(key[1:]))
    contacts = Contact.objects.visible_to(request.user).filter(municipality=organisation)
    return get_object_or_404(contacts, pk=int(key[1:]))


@require_GET
@plan_view
def member_edit_form(
    request: MemberRequest, organisation: Organisation, member: int
) -> HttpResponseBase:
    """The form for what the person is to be."""
    found = _member(request, organisation, member)
    desk = _member_desk(request, organisation, found.group, found)
    return desk.page(PlannedSeatForm.of(found))


@require_POST
@plan_view
def member_edit(
    request: MemberRequest, organisation: Organisation, member: int
) -> HttpResponseBase:
    """Change it; when someone was first, show both."""
    found, form = _member(request, organisation, member), PlannedSeatForm(request.POST)

    def act() -> None:
        actions.change_member(
            member=found,
            seen_version=form.cleaned_data["seen_version"] or 0,
            seat=form.seat(),
            **_who(request),
        )

    desk = _member_desk(request, organisation, found.group, found)
    return desk.keep(form, act, PlannedSeatForm.of)


@require_POST
@plan_view
def member_remove(
    request: MemberRequest, organisation: Organisation, member: int
) -> HttpResponseBase:
    """Take the person out of the group."""
    found = _member(request, organisation, member)
    actions.remove_member(member=found, **_who(request))
    messages.success(request, f"{found.name} är borttagen ur {found.group.name}.")
    return redirect("preparedness:page", organisation.pk)


def _member(request: MemberRequest, organisation: Organisation, pk: int) -> PlanMember:
    members = PlanMember.objects.visible_to(request.user).select_related(
        "group__plan__municipality", "contact__actor", "user"
    )
    return get_object_or_404(members.filter(group__plan__municipality=organisation), pk=pk)


def _member_desk(
    request: MemberRequest,
    organisation: Organisation,
    group: PlanGroup,
    member: PlanMember | None = None,
) -> Desk:
    if member is None:
        return Desk(
            request,
            organisation,
            f"Ny deltagare i {group.name}",
            _url("member_add_save", organisation, group.pk),
            "Deltagaren är tillagd.",
            help="Finns personen inte i listan? Lägg först till den bland kommunens kontakter.",
        )
    return Desk(
        request,
        organisation,
        f"{member.name} i {group.name}",
        _url("member_edit_save", organisation, member.pk),
        "Deltagaren är ändrad.",
        remove=_url("member_remove", organisation, member.pk),
    )


# --- Employers ----------------------------------------------------------------------------------


@require_GET
@plan_view
def employer_add_form(request: MemberRequest, organisation: Organisation) -> HttpResponseBase:
    """The form for a new employer."""
    form = EmployerForm(initial=_new() | {"counted_on": timezone.localdate()})
    return _employer_desk(request, organisation).page(form)


@require_POST
@plan_view
def employer_add(request: MemberRequest, organisation: Organisation) -> HttpResponseBase:
    """Add the employer."""
    form = EmployerForm(request.POST)

    def act() -> None:
        actions.add_employer(
            municipality=organisation,
            facts=form.facts(),
            once=form.cleaned_data["once"],
            **_who(request),
        )

    return _employer_desk(request, organisation).keep(form, act)


@require_GET
@plan_view
def employer_edit_form(
    request: MemberRequest, organisation: Organisation, employer: int
) -> HttpResponseBase:
    """The form for what is known of the employer."""
    found = _employer(request, organisation, employer)
    return _employer_desk(request, organisation, found).page(EmployerForm.of(found))


@require_POST
@plan_view
def employer_edit(
    request: MemberRequest, organisation: Organisation, employer: int
) -> HttpResponseBase:
    """Change it; when someone was first, show both."""
    found, form = _employer(request, organisation, employer), EmployerForm(request.POST)

    def act() -> None:
        actions.change_employer(
            employer=found,
            seen_version=form.cleaned_data["seen_version"] or 0,
            facts=form.facts(),
            **_who(request),
        )

    return _employer_desk(request, organisation, found).keep(form, act, EmployerForm.of)


@require_POST
@plan_view
def employer_remove(
    request: MemberRequest, organisation: Organisation, employer: int
) -> HttpResponseBase:
    """Take the employer out of the plan."""
    found = _employer(request, organisation, employer)
    actions.remove_employer(employer=found, **_who(request))
    messages.success(request, f"{found.name} är borttagen ur planen.")
    return redirect("preparedness:page", organisation.pk)


def _employer(request: MemberRequest, organisation: Organisation, pk: int) -> Employer:
    employers = Employer.objects.visible_to(request.user).select_related("plan__municipality")
    return get_object_or_404(employers.filter(plan__municipality=organisation), pk=pk)


def _employer_desk(
    request: MemberRequest, organisation: Organisation, employer: Employer | None = None
) -> Desk:
    if employer is None:
        action = _url("employer_add_save", organisation)
        return Desk(request, organisation, "Ny arbetsgivare", action, "Arbetsgivaren är tillagd.")
    return Desk(
        request,
        organisation,
        employer.name,
        _url("employer_edit_save", organisation, employer.pk),
        "Arbetsgivaren är ändrad.",
        remove=_url("employer_remove", organisation, employer.pk),
    )
