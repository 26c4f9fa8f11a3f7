"""The pages of a municipality's contacts: persons and organisations, for those who log in its cases."""

import uuid
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.forms import ChoiceField, Field
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.choices import flatten_choices
from django.views.decorators.http import require_GET, require_POST

from accounts.access import MemberRequest, organisation_view, who_can_give
from accounts.models import Organisation
from accounts.permissions import CASE_LOGGING_ROLES
from cases import contact_actions as actions
from cases import contact_queries as queries
from cases.contact_forms import ActorFilterForm, ActorForm, ContactFilterForm, ContactForm
from cases.models import Actor, Contact
from core.access import MissingRight
from core.actions import AlreadyDone, Conflict, Refused
from core.forms import Form
from core.htmx import render_page

PER_PAGE = 50
View = Callable[..., HttpResponseBase]


def contacts_view(view: View) -> View:
    """For members who may log in the municipality's cases; other members get 403, outsiders 404."""

    @organisation_view()
    @wraps(view)
    def wrapper(
        request: MemberRequest, organisation: Organisation, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if not request.roles & set(CASE_LOGGING_ROLES):
            raise MissingRight("läsa kommunens kontakter", who_can_give(organisation))
        return view(request, organisation, *args, **kwargs)

    return wrapper


# --- Lists --------------------------------------------------------------------------------------


@require_GET
@contacts_view
def contact_list(request: MemberRequest, organisation: Organisation) -> HttpResponseBase:
    """The persons, searched, filtered and sorted."""
    form = ContactFilterForm(request.GET)
    contacts = Contact.objects.visible_to(request.user).filter(municipality=organisation)
    wanted = form.cleaned_data if form.is_valid() else {}
    number = request.GET.get("sida", "1")
    page = queries.contact_page(contacts, wanted, page=number, size=PER_PAGE)
    return _list(request, organisation, form, {"page": page, "page_key": "persons"})


@require_GET
@contacts_view
def actor_list(request: MemberRequest, organisation: Organisation) -> HttpResponseBase:
    """The organisations, searched, filtered and sorted."""
    form = ActorFilterForm(request.GET)
    actors = Actor.objects.visible_to(request.user).filter(municipality=organisation)
    wanted = form.cleaned_data if form.is_valid() else {}
    number = request.GET.get("sida", "1")
    page = queries.actor_page(actors, wanted, page=number, size=PER_PAGE)
    return _list(request, organisation, form, {"page": page, "page_key": "actors"})


def _list(
    request: MemberRequest,
    organisation: Organisation,
    form: ContactFilterForm | ActorFilterForm,
    shown: dict[str, Any],
) -> HttpResponseBase:
    context = {
        "organisation": organisation,
        "form": form,
        "form_failed": bool(form.errors),
        "is_filtered": form.is_filtered,
    }
    status = 422 if form.errors else 200
    return render_page(request, "contacts/list.html", context | shown, status=status)


# --- Persons ------------------------------------------------------------------------------------


@require_GET
@contacts_view
def contact_add_form(request: MemberRequest, organisation: Organisation) -> HttpResponseBase:
    """The form for a new person."""
    form = ContactForm(initial={"once": uuid.uuid4()}, known=_known(request, organisation))
    return _contact_page(request, organisation, form)


@require_POST
@contacts_view
def contact_add(request: MemberRequest, organisation: Organisation) -> HttpResponseBase:
    """Add the person and go back to the list."""
    form = ContactForm(request.POST, known=_known(request, organisation))
    if not form.is_valid():
        return _contact_page(request, organisation, form)
    try:
        added = actions.add_contact(
            municipality=organisation,
            facts=form.facts(),
            once=form.cleaned_data["once"],
            actor=request.user,
            at=timezone.now(),
        )
        _saved(request, form, f"{added.name} är tillagd.")
    except AlreadyDone:
        pass
    except Refused as refused:
        return _contact_page(request, organisation, form, reasons=refused.reasons)
    return redirect("contacts:list", organisation.pk)


@require_GET
@contacts_view
def contact_edit_form(
    request: MemberRequest, organisation: Organisation, contact: int
) -> HttpResponseBase:
    """The form for what is known of the person."""
    found = _contact(request, organisation, contact)
    form = ContactForm.of(found, _known(request, organisation))
    return _contact_page(request, organisation, form, contact=found)


@require_POST
@contacts_view
def contact_edit(
    request: MemberRequest, organisation: Organisation, contact: int
) -> HttpResponseBase:
    """Change or end the person; when someone was first, show both."""
    found = _contact(request, organisation, contact)
    form = ContactForm(request.POST, known=_known(request, organisation))
    if not form.is_valid():
        return _contact_page(request, organisation, form, contact=found)
    try:
        actions.change_contact(
            contact=found,
            seen_version=form.cleaned_data["seen_version"] or 0,
            facts=form.facts(),
            actor=request.user,
            at=timezone.now(),
        )
    except Conflict as conflict:
        found = cast(Contact, conflict.current)
        form.put("seen_version", found.version)
        theirs = differences(form, ContactForm.of(found, {}).initial)
        return _contact_page(request, organisation, form, contact=found, theirs=theirs)
    except Refused as refused:
        return _contact_page(request, organisation, form, contact=found, reasons=refused.reasons)
    _saved(request, form, "Kontakten är ändrad.")
    return redirect("contacts:list", organisation.pk)


def _contact(request: MemberRequest, organisation: Organisation, pk: int) -> Contact:
    contacts = Contact.objects.visible_to(request.user).filter(municipality=organisation)
    return get_object_or_404(contacts.select_related("actor", "municipality"), pk=pk)


def _known(request: MemberRequest, organisation: Organisation) -> dict[str, str]:
    actors = Actor.objects.visible_to(request.user).filter(municipality=organisation)
    return queries.kinds_by_name(actors)


def _contact_page(
    request: MemberRequest,
    organisation: Organisation,
    form: ContactForm,
    *,
    contact: Contact | None = None,
    **said: Any,
) -> HttpResponseBase:
    context = {"contact": contact, "suggestions": form.known_names}
    return _form_page(request, organisation, "contacts/contact.html", form, context, **said)


# --- Organisations ------------------------------------------------------------------------------


@require_GET
@contacts_view
def actor_add_form(request: MemberRequest, organisation: Organisation) -> HttpResponseBase:
    """The form for a new organisation."""
    return _actor_page(request, organisation, ActorForm(initial={"once": uuid.uuid4()}))


@require_POST
@contacts_view
def actor_add(request: MemberRequest, organisation: Organisation) -> HttpResponseBase:
    """Add the organisation and go back to the list."""
    form = ActorForm(request.POST)
    if not form.is_valid():
        return _actor_page(request, organisation, form)
    try:
        added = actions.add_actor(
            municipality=organisation,
            facts=form.facts(),
            once=form.cleaned_data["once"],
            actor=request.user,
            at=timezone.now(),
        )
        _saved(request, form, f"{added.name} är tillagd.")
    except AlreadyDone:
        pass
    except Refused as refused:
        return _actor_page(request, organisation, form, reasons=refused.reasons)
    return redirect("contacts:actors", organisation.pk)


@require_GET
@contacts_view
def actor_edit_form(
    request: MemberRequest, organisation: Organisation, actor: int
) -> HttpResponseBase:
    """The form for what is known of the organisation."""
    found = _actor(request, organisation, actor)
    return _actor_page(request, organisation, ActorForm.of(found), found=found)


@require_POST
@contacts_view
def actor_edit(request: MemberRequest, organisation: Organisation, actor: int) -> HttpResponseBase:
    """Change or end the organisation; when someone was first, show both."""
    found = _actor(request, organisation, actor)
    form = ActorForm(request.POST)
    if not form.is_valid():
        return _actor_page(request, organisation, form, found=found)
    try:
        actions.change_actor(
            changed=found,
            seen_version=form.cleaned_data["seen_version"] or 0,
            facts=form.facts(),
            actor=request.user,
            at=timezone.now(),
        )
    except Conflict as conflict:
        found = cast(Actor, conflict.current)
        form.put("seen_version", found.version)
        theirs = differences(form, ActorForm.of(found).initial)
        return _actor_page(request, organisation, form, found=found, theirs=theirs)
    except Refused as refused:
        return _actor_page(request, organisation, form, found=found, reasons=refused.reasons)
    _saved(request, form, "Organisationen är ändrad.")
    return redirect("contacts:actors", organisation.pk)


def _actor(request: MemberRequest, organisation: Organisation, pk: int) -> Actor:
    actors = Actor.objects.visible_to(request.user).filter(municipality=organisation)
    return get_object_or_404(actors.select_related("municipality"), pk=pk)


def _actor_page(
    request: MemberRequest,
    organisation: Organisation,
    form: ActorForm,
    *,
    found: Actor | None = None,
    **said: Any,
) -> HttpResponseBase:
    return _form_page(request, organisation, "contacts/actor.html", form, {"found": found}, **said)


# --- Both ---------------------------------------------------------------------------------------


def _form_page(
    request: MemberRequest,
    organisation: Organisation,
    template: str,
    form: Form,
    context: dict[str, Any],
    *,
    reasons: list[str] | None = None,
    theirs: list[tuple[str, object]] | None = None,
) -> HttpResponseBase:
    status = 409 if theirs is not None else 422 if form.is_bound else 200
    shown = {
        "organisation": organisation,
        "form": form,
        "reasons": reasons or [],
        "theirs": theirs,
        "form_failed": status != 200,
    }
    return render_page(request, template, context | shown, status=status)


def _saved(request: MemberRequest, form: Form, said: str) -> None:
    messages.success(request, said)
    for hint in form.hints:
        messages.info(request, f"Kontrollera texten. {hint}")


def differences(form: Form, now: Mapping[str, Any]) -> list[tuple[str, object]]:
    """Label and present value of each visible field that differs from what was written.

    A choice is told by its label, as the form shows it.
    """
    return [
        (str(field.label), _as_shown(field.field, now[field.name]))
        for field in form.visible_fields()
        if field.name in now and now[field.name] != form.cleaned_data.get(field.name)
    ]


def _as_shown(field: Field, value: object) -> object:
    if not isinstance(field, ChoiceField):
        return value
    choices: Any = field.choices
    pairs: list[tuple[Any, str]] = list(flatten_choices(choices))
    labels = {str(key): label for key, label in pairs}
    return labels.get(str(value), value)
