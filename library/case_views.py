"""The library from a case: what is like it, borrow from others, offer it to others."""

import uuid
from dataclasses import replace
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import WHO_CAN_GIVE, Permission
from cases.access import CaseRequest, case_view, render_case_page, saving
from cases.models import Case
from core.actions import AlreadyDone, Conflict, Refused
from guide.model import Industry
from library import actions, queries, rules
from library.forms import BorrowForm, OfferForm, WithdrawForm, first_words
from library.items import Item
from library.likeness import most_like
from library.models import Publication
from library.story import Story
from measures.pages import cannot_plan

PER_PAGE = 25


# --- What is like it ------------------------------------------------------------------------------


@require_GET
@case_view(Permission.VIEW_INSIDE)
def alike(request: CaseRequest, case: Case) -> HttpResponseBase:
    """Examples and published cases with most in common with this one, and what they have in common.

    `?bransch=` is the industry, which a case does not know of itself.
    """
    wanted = request.GET.get("bransch", "")
    industry = Industry(wanted) if wanted in Industry.values else None
    subject = replace(queries.profile_of(case), industry=industry)
    items = queries.shelf(Publication.objects.visible_to(request.user))
    own = queries.refs_of(case)
    found = most_like(subject, [(i, i.profile) for i in items if i.ref not in own])
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("sida", "1"))
    context = {
        "page": page,
        "industry": industry,
        "industries": list(Industry),
        "county": subject.county,
        "cannot": cannot_plan(request, case),
    }
    return render_case_page(
        request, case, "library/alike.html", context, tab="case", partials=("alike-hits",)
    )


# --- Borrow ---------------------------------------------------------------------------------------


@require_GET
@case_view(Permission.LOG)
def borrow(request: CaseRequest, case: Case, ref: str) -> HttpResponseBase:
    """The measures of an example or a published case, to tick."""
    item, story = _item(request, ref)
    form = BorrowForm.whole(queries.offers_of(item, story), once=uuid.uuid4())
    return _borrow_page(request, case, item, form)


@require_POST
@case_view(Permission.LOG)
def borrow_save(request: CaseRequest, case: Case, ref: str) -> HttpResponseBase:
    """Add what is ticked to the case, with its main activities."""
    item, story = _item(request, ref)
    form = BorrowForm(request.POST, offers=queries.offers_of(item, story))
    if not form.is_valid():
        return _borrow_page(request, case, item, form, status=422)
    try:
        added = actions.borrow_measures(
            case=case,
            measures=form.measures(source=item.title),
            once=form.cleaned_data["once"],
            actor=request.user,
            at=timezone.now(),
        )
    except AlreadyDone:
        return redirect("measures:list", case.number)
    except Refused as refused:
        return _borrow_page(request, case, item, form, reasons=refused.reasons, status=422)
    how_many = "En insats är lånad" if len(added) == 1 else f"{len(added)} insatser är lånade"
    messages.success(request, f"{how_many}. De står som idéer: anpassa dem till er.")
    return redirect("measures:list", case.number)


def _item(request: CaseRequest, ref: str) -> tuple[Item, Story | None]:
    found = queries.item_called(ref, Publication.objects.visible_to(request.user))
    if found is None:
        raise Http404
    return found


def _borrow_page(
    request: CaseRequest,
    case: Case,
    item: Item,
    form: BorrowForm,
    *,
    reasons: list[str] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    context = {
        "item": item,
        "form": form,
        "rows": form.rows(),
        "cannot": cannot_plan(request, case),
        "reasons": reasons or [],
        "form_failed": status == 422,
    }
    return render_case_page(
        request, case, "library/borrow.html", context, tab="measures", status=status
    )


# --- Offer ----------------------------------------------------------------------------------------


@require_GET
@case_view(Permission.VIEW_INSIDE)
def offer(request: CaseRequest, case: Case) -> HttpResponseBase:
    """Whether the case stands in the library, and the form for offering it or taking it back."""
    return _offer_page(request, case)


@require_POST
@case_view(Permission.STEER_CASE)
def review(request: CaseRequest, case: Case) -> HttpResponseBase:
    """The form with exactly what others would read. Nothing is kept."""
    form = OfferForm(request.POST, measures=queries.measures_to_tell(case))
    if not form.is_valid():
        return _offer_page(request, case, form, status=422)
    reasons = _cannot_offer(case)
    if reasons:
        return _offer_page(request, case, form, reasons=reasons, status=422)
    return _reviewed(request, case, form, queries.build_story(case, form.words()))


def _reviewed(
    request: CaseRequest, case: Case, form: OfferForm, story: Story, *, is_changed: bool = False
) -> HttpResponseBase:
    """The preview; with its seal in the form when nothing stands in the way."""
    reasons = list(
        rules.blockers_to_publish(
            story,
            people=queries.people_of(case),
            companies=queries.companies_of(case, names_company=form.words().names_company),
        )
    )
    form.put("seal", "" if reasons else story.seal)
    status = 409 if is_changed else 422 if reasons else 200
    return _offer_page(
        request, case, form, story=story, is_changed=is_changed, reasons=reasons, status=status
    )


@require_POST
@case_view(Permission.STEER_CASE)
def publish(request: CaseRequest, case: Case) -> HttpResponseBase:
    """Let others read what was reviewed; when the case has changed since, show what is new first."""
    form = OfferForm(request.POST, measures=queries.measures_to_tell(case))
    if not form.is_valid():
        return _offer_page(request, case, form, status=422)
    try:
        with saving(request, form, case):
            published = actions.publish_case(
                case=case,
                words=form.words(),
                seal=form.cleaned_data["seal"],
                once=form.cleaned_data["once"],
                actor=request.user,
                at=timezone.now(),
            )
    except AlreadyDone as done:
        return redirect("library:publication", int(done.result))
    except Conflict as conflict:
        now = cast(Story, conflict.current)
        return _reviewed(request, case, form, now, is_changed=True)
    except Refused as refused:
        return _offer_page(request, case, form, reasons=refused.reasons, status=422)
    messages.success(request, "Ärendet finns nu i biblioteket. Så här läser andra det.")
    return redirect("library:publication", published.pk)


@require_POST
@case_view(Permission.STEER_CASE)
def withdraw(request: CaseRequest, case: Case) -> HttpResponseBase:
    """Take the case back from the library."""
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _offer_page(request, case, withdraw_form=form, status=422)
    try:
        actions.withdraw_publication(
            case=case, reason=form.cleaned_data["reason"], actor=request.user, at=timezone.now()
        )
    except Refused as refused:
        return _offer_page(request, case, withdraw_form=form, reasons=refused.reasons, status=422)
    messages.success(request, "Ärendet är borta ur biblioteket. Ingen annan kan läsa det längre.")
    return redirect("library:offer", case.number)


def _cannot_offer(case: Case) -> list[str]:
    is_published = queries.publication_of(case) is not None
    return list(rules.blockers_to_offer(case, is_published=is_published))


def _offer_page(
    request: CaseRequest,
    case: Case,
    form: OfferForm | None = None,
    *,
    withdraw_form: WithdrawForm | None = None,
    story: Story | None = None,
    is_changed: bool = False,
    reasons: list[str] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    published = queries.publication_of(case)
    blockers = list(rules.blockers_to_offer(case, is_published=published is not None))
    may_steer = request.standing.may(Permission.STEER_CASE)
    if may_steer and form is None and not blockers:
        measures = queries.measures_to_tell(case)
        initial = first_words(case, queries.lead_of(case).short_name, measures)
        form = OfferForm(initial=initial | {"once": uuid.uuid4()}, measures=measures)
    context: dict[str, Any] = {
        "published": published,
        "former": queries.former_publications(case),
        "blockers": blockers,
        "cannot": "" if may_steer else _cannot_steer(),
        "form": form,
        "withdraw_form": withdraw_form or WithdrawForm(),
        "failed_form": withdraw_form or form,
        "story": story,
        "doubts": list(rules.doubts(story)) if story else [],
        "is_changed": is_changed,
        "reasons": reasons or [],
        "form_failed": status in (409, 422),
    }
    return render_case_page(request, case, "library/offer.html", context, tab="case", status=status)


def _cannot_steer() -> str:
    return f"Du kan inte lägga ärendet i biblioteket. Den rätten har {WHO_CAN_GIVE[Permission.STEER_CASE]}."
