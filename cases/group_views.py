"""The pages of a case's groups: all of them with the four questions, one group, and its forms."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from accounts.permissions import WHO_CAN_GIVE, Permission
from cases import contact_queries, group_actions
from cases import group_queries as groups
from cases.access import CaseRequest, case_view, from_inside, render_case_page, saving
from cases.contact_views import differences
from cases.group_forms import (
    AddMemberForm,
    AssignmentForm,
    EditMemberForm,
    GroupForm,
    MeetingForm,
)
from cases.group_kinds import ABOUT, ActorKind, GroupKind
from cases.group_rules import blockers_to_change_groups, warnings
from cases.models import Actor, Assignment, Case, Contact, Group, GroupMember
from cases.states import State
from core.actions import AlreadyDone, Conflict, Refused
from core.forms import Form
from logbook.actions import add_entry, drop_draft, keep_draft
from logbook.audience import who_reads
from logbook.draft_views import NOT_KEPT
from logbook.file_field import SentFiles, drafted_files, sent_files
from logbook.forms import DraftForm
from logbook.models import MEETING, Draft, LogEntry

PER_PAGE = 20
MEMBERS_PER_PAGE = 100
MOST_WARNINGS = 12
# By its button, without a script.
SAID_OF_DRAFTS = {
    "slang": "Utkastet är slängt.",
    "behall": "Utkastet är sparat. Bara du ser det.",
}


# --- Reading ------------------------------------------------------------------------------------


@require_GET
@case_view(Permission.VIEW_INSIDE)
def group_list(request: CaseRequest, case: Case) -> HttpResponseBase:
    """The four questions as one matrix, what to mend, and the groups with their members."""
    today = timezone.localdate()
    rows = groups.groups_of(
        Group.objects.visible_to(request.user).filter(case=case),
        GroupMember.objects.visible_to(request.user),
        Assignment.objects.visible_to(request.user),
        today,
    )
    at_work = [row for row in rows if not groups.is_over(row.group, today)]
    found = list(warnings([row.facts for row in at_work], company=case.company))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("sida"))
    shown = [row for row in page if row in at_work]
    context = {
        "page": page,
        "matrix": groups.matrix(shown),
        "at_work": {row.group.pk for row in at_work},
        "warnings": found[:MOST_WARNINGS],
        "more_warnings": max(0, len(found) - MOST_WARNINGS),
        "today": today,
        "about": [(kind.label, ABOUT[kind]) for kind in GroupKind],
        "contacts_of": _contacts_of(request, case),
        "cannot": _cannot(request, case),
    }
    return render_case_page(request, case, "cases/groups.html", context, tab="groups")


@require_GET
@case_view(Permission.VIEW_INSIDE)
def group_page(request: CaseRequest, case: Case, group: int) -> HttpResponseBase:
    """One group: its members with their mandates, and what it is to produce."""
    found = _group(request, case, group)
    today = timezone.localdate()
    members = groups.seated_in(_members(request, found), today)
    assignments = Assignment.objects.visible_to(request.user).filter(group=found)
    number = request.GET.get("sida", "1")
    sitting = [seated for seated in members if not seated.member.is_over(today)]
    former = [seated for seated in members if seated.member.is_over(today)]
    context = {
        "group": found,
        "about": ABOUT[GroupKind(found.kind)],
        "members": Paginator(sitting, MEMBERS_PER_PAGE).get_page(number),
        "former": former[:MEMBERS_PER_PAGE],
        "assignments": groups.assignment_page(assignments, page=number, size=MEMBERS_PER_PAGE),
        "cannot": _cannot(request, case),
    }
    return render_case_page(request, case, "cases/group.html", context, tab="groups")


def _group(request: CaseRequest, case: Case, pk: int) -> Group:
    found = Group.objects.visible_to(request.user).filter(case=case)
    return get_object_or_404(found.select_related("case"), pk=pk)


def _members(request: CaseRequest, group: Group) -> Any:
    return GroupMember.objects.visible_to(request.user).filter(group=group)


def _cannot(request: CaseRequest, case: Case) -> str:
    """Why there are no buttons, in words; empty when there are."""
    if not request.standing.may(Permission.LOG):
        return f"Du kan läsa om grupperna men inte ändra. Den rätten ger {WHO_CAN_GIVE[Permission.LOG]}."
    return " ".join(blockers_to_change_groups(is_closed=case.state == State.CLOSED))


def _contacts_of(request: CaseRequest, case: Case) -> int | None:
    """The municipality in the case whose contacts the person may read."""
    own = contact_queries.municipality_of(request.user, case)
    return own.pk if own else None


# --- The frame of every form --------------------------------------------------------------------


@dataclass(frozen=True)
class Desk:
    """Where a form is filled in: its words, where it is sent, and where one comes back to."""

    request: CaseRequest
    case: Case
    heading: str
    button: str
    action: str
    back: str
    template: str
    context: dict[str, Any]
    tab: str = "groups"

    def page(
        self,
        form: Form,
        *,
        reasons: list[str] | None = None,
        theirs: list[tuple[str, object]] | None = None,
    ) -> HttpResponseBase:
        """The form as it was typed, with what was wrong."""
        status = 409 if theirs is not None else 422 if form.is_bound else 200
        context = self.context | {
            "form": form,
            "heading": self.heading,
            "button": self.button,
            "action": self.action,
            "back": self.back,
            "reasons": reasons or [],
            "theirs": theirs,
            "form_failed": status != 200,
        }
        return render_case_page(
            self.request, self.case, self.template, context, tab=self.tab, status=status
        )

    def settle(
        self,
        form: Form,
        act: Callable[[], object],
        said: str,
        now: Callable[[Any], Form] | None = None,
    ) -> HttpResponseBase:
        """Do `act` with a valid form and go back; else the form again, with all that was typed.

        `now` makes the form of a row as it stands, to show when someone was first.
        """
        if not form.is_valid():
            return self.page(form)
        try:
            with saving(self.request, form, self.case, audience=getattr(form, "audience", None)):
                act()
            messages.success(self.request, said)
        except AlreadyDone:
            pass
        except Conflict as conflict:
            assert now is not None
            form.put("seen_version", cast(Group, conflict.current).version)
            return self.page(form, theirs=differences(form, now(conflict.current).initial))
        except Refused as refused:
            return self.page(form, reasons=refused.reasons)
        return redirect(self.back)


# --- A group ------------------------------------------------------------------------------------


@require_GET
@case_view(Permission.LOG)
def group_add_form(request: CaseRequest, case: Case) -> HttpResponseBase:
    """The form for a new group, of the first of the guide's kinds that the case has none of."""
    found = Group.objects.visible_to(request.user).filter(case=case)
    kinds = set(found.values_list("kind", flat=True))
    initial = {
        "once": uuid.uuid4(),
        "began_on": timezone.localdate(),
        "kind": next((kind for kind in GroupKind if kind not in kinds), GroupKind.WORKING),
    }
    return _group_desk(request, case).page(GroupForm(initial=initial))


@require_POST
@case_view(Permission.LOG)
def group_add(request: CaseRequest, case: Case) -> HttpResponseBase:
    """Form the group and go back to the groups."""
    form = GroupForm(request.POST)
    return _group_desk(request, case).settle(
        form,
        lambda: group_actions.form_group(
            case=case,
            facts=form.facts(),
            once=form.cleaned_data["once"],
            actor=request.user,
            at=timezone.now(),
        ),
        "Gruppen är bildad. Lägg till dem som ska vara med.",
    )


@require_GET
@case_view(Permission.LOG)
def group_edit_form(request: CaseRequest, case: Case, group: int) -> HttpResponseBase:
    """The form for what the group is."""
    found = _group(request, case, group)
    return _group_desk(request, case, found).page(GroupForm.of(found))


@require_POST
@case_view(Permission.LOG)
def group_edit(request: CaseRequest, case: Case, group: int) -> HttpResponseBase:
    """Change or end the group; when someone was first, show both."""
    found = _group(request, case, group)
    form = GroupForm(request.POST)
    return _group_desk(request, case, found).settle(
        form,
        lambda: group_actions.change_group(
            group=found,
            seen_version=form.cleaned_data["seen_version"] or 0,
            facts=form.facts(),
            actor=request.user,
            at=timezone.now(),
        ),
        "Gruppen är ändrad.",
        GroupForm.of,
    )


def _group_desk(request: CaseRequest, case: Case, group: Group | None = None) -> Desk:
    from_inside(request)
    if group:
        to = reverse("cases:group_edit_save", args=[case.number, group.pk])
        back = reverse("cases:group", args=[case.number, group.pk])
    else:
        to = reverse("cases:group_add_save", args=[case.number])
        back = reverse("cases:groups", args=[case.number])
    heading = f"Ändra {group.name}" if group else "Ny grupp"
    button = "Spara" if group else "Bilda grupp"
    about = [(kind.label, ABOUT[kind]) for kind in GroupKind]
    context = {"about": about, "is_new": group is None}
    return Desk(request, case, heading, button, to, back, "cases/group_form.html", context)


# --- A member -----------------------------------------------------------------------------------


@require_GET
@case_view(Permission.LOG)
def member_add_form(request: CaseRequest, case: Case, group: int) -> HttpResponseBase:
    """The form for a new member."""
    found = _group(request, case, group)
    desk = _member_desk(request, found)
    initial = {"once": uuid.uuid4(), "began_on": timezone.localdate()}
    return desk.page(_add_member_form(request, case, initial=initial))


@require_POST
@case_view(Permission.LOG)
def member_add(request: CaseRequest, case: Case, group: int) -> HttpResponseBase:
    """Seat the member and go back to the group."""
    found = _group(request, case, group)
    desk = _member_desk(request, found)
    form = _add_member_form(request, case, data=request.POST)
    return desk.settle(
        form,
        lambda: group_actions.add_member(
            group=found,
            chosen=_chosen(request, case, form),
            seat=form.seat(),
            keep=form.cleaned_data.get("keep", False),
            once=form.cleaned_data["once"],
            actor=request.user,
            at=timezone.now(),
        ),
        "Personen är med i gruppen.",
    )


def _add_member_form(request: CaseRequest, case: Case, **kwargs: Any) -> AddMemberForm:
    own = contact_queries.municipality_of(request.user, case)
    contacts = Contact.objects.visible_to(request.user).filter(municipality=own)
    return AddMemberForm(
        **kwargs,
        users=[(user.pk, user.name) for user in groups.people_to_choose(case)],
        contacts=contact_queries.to_choose(contacts),
        may_keep=own is not None and not case.is_restricted,
        known=_known(request, case, own),
    )


def _known(request: CaseRequest, case: Case, own: Any) -> dict[str, str]:
    """The kind of each known organisation; the case's own company is known too."""
    actors = Actor.objects.visible_to(request.user).filter(municipality=own)
    return {case.company: ActorKind.COMPANY.value} | contact_queries.kinds_by_name(actors)


def _chosen(request: CaseRequest, case: Case, form: AddMemberForm) -> group_actions.Chosen:
    if person := form.person():
        return person
    key = form.chosen_key()
    assert key is not None
    kind, pk = key
    if kind == "u":
        return get_object_or_404(groups.people_to_choose(case), pk=pk)
    contacts = Contact.objects.visible_to(request.user).select_related("actor")
    return get_object_or_404(contacts, pk=pk)


@require_GET
@case_view(Permission.LOG)
def member_edit_form(request: CaseRequest, case: Case, member: int) -> HttpResponseBase:
    """The form for what the member is in the group."""
    found = _member(request, case, member)
    desk = _member_desk(request, found.group, found)
    known = _known(request, case, contact_queries.municipality_of(request.user, case))
    return desk.page(EditMemberForm.of(found, known))


@require_POST
@case_view(Permission.LOG)
def member_edit(request: CaseRequest, case: Case, member: int) -> HttpResponseBase:
    """Change or end the member; when someone was first, show both."""
    found = _member(request, case, member)
    desk = _member_desk(request, found.group, found)
    known = _known(request, case, contact_queries.municipality_of(request.user, case))
    form = EditMemberForm(request.POST, member=found, known=known)
    return desk.settle(
        form,
        lambda: group_actions.change_member(
            member=found,
            seen_version=form.cleaned_data["seen_version"] or 0,
            seat=form.seat(),
            person=form.person(),
            actor=request.user,
            at=timezone.now(),
        ),
        "Uppgifterna är ändrade.",
        lambda row: EditMemberForm.of(row, known),
    )


def _member(request: CaseRequest, case: Case, pk: int) -> GroupMember:
    members = GroupMember.objects.visible_to(request.user).filter(group__case=case)
    wanted = members.select_related("group__case", "contact__actor", "user")
    return get_object_or_404(wanted, pk=pk)


def _member_desk(request: CaseRequest, group: Group, member: GroupMember | None = None) -> Desk:
    from_inside(request)
    number = group.case.number
    if member:
        to = reverse("cases:member_edit_save", args=[number, member.pk])
    else:
        to = reverse("cases:member_add_save", args=[number, group.pk])
    return Desk(
        request,
        group.case,
        member.person_name if member else f"Ny deltagare i {groups.the_group(group)}",
        "Spara" if member else "Lägg till i gruppen",
        to,
        reverse("cases:group", args=[number, group.pk]),
        "cases/member_form.html",
        {"member": member, "group": group},
    )


# --- What is to be produced ---------------------------------------------------------------------


@require_GET
@case_view(Permission.LOG)
def assignment_add_form(request: CaseRequest, case: Case, group: int) -> HttpResponseBase:
    """The form for an analysis or a plan that the group is to produce."""
    found = _group(request, case, group)
    desk = _assignment_desk(request, found)
    form = AssignmentForm(
        initial={"once": uuid.uuid4()}, members=_to_answer(request, found, but=None)
    )
    return desk.page(form)


@require_POST
@case_view(Permission.LOG)
def assignment_add(request: CaseRequest, case: Case, group: int) -> HttpResponseBase:
    """Give the group the assignment."""
    found = _group(request, case, group)
    desk = _assignment_desk(request, found)
    form = AssignmentForm(request.POST, members=_to_answer(request, found, but=None))
    return desk.settle(
        form,
        lambda: group_actions.give_assignment(
            group=found,
            facts=form.facts(),
            once=form.cleaned_data["once"],
            actor=request.user,
            at=timezone.now(),
        ),
        "Det är tillagt.",
    )


@require_GET
@case_view(Permission.LOG)
def assignment_edit_form(request: CaseRequest, case: Case, assignment: int) -> HttpResponseBase:
    """The form for what is to be produced."""
    found = _assignment(request, case, assignment)
    desk = _assignment_desk(request, found.group, found)
    members = _to_answer(request, found.group, but=found.responsible_id)
    return desk.page(AssignmentForm.of(found, members))


@require_POST
@case_view(Permission.LOG)
def assignment_edit(request: CaseRequest, case: Case, assignment: int) -> HttpResponseBase:
    """Change it, or say that it is done; when someone was first, show both."""
    found = _assignment(request, case, assignment)
    desk = _assignment_desk(request, found.group, found)
    members = _to_answer(request, found.group, but=found.responsible_id)
    form = AssignmentForm(request.POST, members=members)
    return desk.settle(
        form,
        lambda: group_actions.change_assignment(
            assignment=found,
            seen_version=form.cleaned_data["seen_version"] or 0,
            facts=form.facts(),
            actor=request.user,
            at=timezone.now(),
        ),
        "Det är ändrat.",
        lambda row: AssignmentForm.of(row, members),
    )


def _to_answer(request: CaseRequest, group: Group, *, but: int | None) -> list[groups.Seated]:
    """Those who may be responsible: who sit now or will, and `but`, who is responsible already."""
    today = timezone.localdate()
    seated = groups.seated_in(_members(request, group), today)
    return [each for each in seated if not each.member.is_over(today) or each.member.pk == but]


def _assignment(request: CaseRequest, case: Case, pk: int) -> Assignment:
    found = Assignment.objects.visible_to(request.user).filter(group__case=case)
    return get_object_or_404(found.select_related("group__case"), pk=pk)


def _assignment_desk(
    request: CaseRequest, group: Group, assignment: Assignment | None = None
) -> Desk:
    from_inside(request)
    number = group.case.number
    if assignment:
        to = reverse("cases:assignment_edit_save", args=[number, assignment.pk])
    else:
        to = reverse("cases:assignment_add_save", args=[number, group.pk])
    return Desk(
        request,
        group.case,
        assignment.title if assignment else f"Vad {groups.the_group(group)} ska ta fram",
        "Spara",
        to,
        reverse("cases:group", args=[number, group.pk]),
        "cases/assignment_form.html",
        {"assignment": assignment, "group": group},
    )


# --- A meeting ----------------------------------------------------------------------------------


@require_GET
@case_view(Permission.LOG)
def meeting_form(request: CaseRequest, case: Case, group: int) -> HttpResponseBase:
    """The form for a meeting of the group, with the draft of one where there is any."""
    found = _group(request, case, group)
    desk = _meeting_desk(request, case, found)
    draft = Draft.objects.visible_to(request.user).filter(case=case).of_meetings(group).first()
    if draft is None:
        initial = {"once": uuid.uuid4(), "when": timezone.localdate().isoformat()}
        return desk.page(_meeting_form(request, found, desk, initial=initial))
    desk.context["draft"] = draft
    form = _meeting_form(request, found, desk, initial=_drafted(draft))
    form.form_files = drafted_files(draft, case, request.user)
    return desk.page(form)


def _drafted(draft: Draft) -> dict[str, Any]:
    """What a draft puts in the form."""
    kept = {
        name: values for name, values in draft.fields.items() if name in MeetingForm.base_fields
    }
    one = {name: values[-1] for name, values in kept.items() if name != "present" and values}
    return one | {"present": kept.get("present", []), "once": draft.form}


@require_POST
@case_view(Permission.LOG)
def meeting_save(request: CaseRequest, case: Case, group: int) -> HttpResponseBase:
    """Write the meeting in the log with its files, and go there."""
    found = _group(request, case, group)
    desk = _meeting_desk(request, case, found)
    form = _meeting_form(request, found, desk, data=request.POST)
    sent = sent_files(request, case, form)
    return desk.settle(
        form,
        lambda: _write_meeting(request, case, form, sent),
        "Mötet är sparat i loggboken.",
    )


def _write_meeting(
    request: CaseRequest, case: Case, form: MeetingForm, sent: SentFiles
) -> LogEntry:
    """The entry; a form that had been sent before leaves no files waiting."""
    try:
        return add_entry(
            case=case,
            wording=form.wording(_waits_for(request, case, form)),
            files=sent.files(),
            once=form.cleaned_data["once"],
            actor=request.user,
            at=timezone.now(),
        )
    except AlreadyDone:
        sent.let_go()
        raise


@require_POST
@case_view(Permission.LOG)
def meeting_draft(request: CaseRequest, case: Case, group: int) -> HttpResponseBase:
    """Keep what a meeting's form holds so far, or throw it away; says in words where it is kept."""
    found = _group(request, case, group)
    from_inside(request)
    key = DraftForm(request.POST)
    if not key.is_valid():
        return JsonResponse({"kept": False, "words": NOT_KEPT}, status=422)
    form, at = key.cleaned_data["once"], timezone.now()
    fields = {} if "slang" in request.POST else MeetingForm.written(request.POST)
    words = ""
    try:
        if fields:
            keep_draft(
                case=case,
                entry=None,
                question=f"{MEETING}{found.pk}",
                form=form,
                fields=fields,
                actor=request.user,
                at=at,
            )
            words = f"Utkast sparat {timezone.localtime(at):%H:%M}"
        else:
            drop_draft(form=form, actor=request.user, at=at)
    except Refused as refused:
        return JsonResponse({"kept": False, "words": " ".join(refused.reasons)})
    if said := next((said for name, said in SAID_OF_DRAFTS.items() if name in request.POST), ""):
        messages.success(request, said)
        return redirect("cases:meeting", case.number, found.pk)
    return JsonResponse({"kept": True, "words": words})


def _meeting_form(request: CaseRequest, group: Group, desk: Desk, **kwargs: Any) -> MeetingForm:
    today = timezone.localdate()
    seated = groups.seated_in(_members(request, group), today)
    return MeetingForm(
        **kwargs,
        the_group=groups.the_group(group),
        members=[each for each in seated if not each.member.is_over(today)],
        people=desk.context["who_reads"].circle.people,
    )


def _waits_for(request: CaseRequest, case: Case, form: MeetingForm) -> User:
    chosen = form.waits_for
    if chosen is None:
        return request.user
    return get_object_or_404(groups.people_to_choose(case), pk=chosen)


def _meeting_desk(request: CaseRequest, case: Case, group: Group) -> Desk:
    from_inside(request)
    return Desk(
        request,
        case,
        f"Möte med {groups.the_group(group)}",
        "Spara i loggboken",
        reverse("cases:meeting_save", args=[case.number, group.pk]),
        reverse("logbook:list", args=[case.number]),
        "cases/meeting.html",
        {"group": group, "who_reads": who_reads(case, request.user, request.standing)},
    )
