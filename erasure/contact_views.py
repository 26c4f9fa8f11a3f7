"""The page where what is known of a contact is erased, for those who read the contacts."""

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.access import MemberRequest
from accounts.models import Organisation
from cases.contact_views import contacts_view
from cases.models import Contact
from core.actions import Refused
from core.htmx import render_page
from erasure import actions, rules
from erasure.forms import EraseContactForm
from erasure.models import ErasedContact


@require_GET
@contacts_view
def contact_page(
    request: MemberRequest, organisation: Organisation, contact: int
) -> HttpResponseBase:
    """What goes and what stays, and the form."""
    found = _contact(request, organisation, contact)
    return _page(request, organisation, found, EraseContactForm())


@require_POST
@contacts_view
def contact_erase(
    request: MemberRequest, organisation: Organisation, contact: int
) -> HttpResponseBase:
    """Erase it."""
    found = _contact(request, organisation, contact)
    form = EraseContactForm(request.POST)
    if not form.is_valid():
        return _page(request, organisation, found, form)
    try:
        actions.erase_contact(
            contact=found,
            asked_on=form.cleaned_data["asked_on"],
            actor=request.user,
            at=timezone.now(),
        )
    except Refused as refused:
        return _page(request, organisation, found, form, reasons=refused.reasons)
    messages.success(request, "Uppgifterna om personen är raderade.")
    return redirect("contacts:list", organisation.pk)


def _contact(request: MemberRequest, organisation: Organisation, pk: int) -> Contact:
    contacts = Contact.objects.visible_to(request.user).filter(municipality=organisation)
    contact: Contact = get_object_or_404(contacts.select_related("actor"), pk=pk)
    return contact


def _page(
    request: MemberRequest,
    organisation: Organisation,
    contact: Contact,
    form: EraseContactForm,
    *,
    reasons: list[str] | None = None,
) -> HttpResponseBase:
    today = timezone.localdate()
    erased = ErasedContact.objects.visible_to(request.user).filter(contact=contact).exists()
    context = {
        "organisation": organisation,
        "contact": contact,
        "form": form,
        "reasons": reasons or [],
        "why_not": list(
            rules.blockers_to_erase_contact(
                ended_on=contact.ended_on, is_erased=erased, asked_on=today, today=today
            )
        ),
        "form_failed": form.is_bound,
    }
    status = 422 if form.is_bound else 200
    return render_page(request, "erasure/contact.html", context, status=status)
