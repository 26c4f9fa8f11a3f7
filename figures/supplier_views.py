"""The pages of a case's suppliers: the list with its sums, and one to add or change."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import Permission
from cases.access import CaseRequest, case_view, from_inside, render_case_page, saving
from cases.models import Case
from core.actions import AlreadyDone, Conflict, Refused
from figures import supplier_actions as actions
from figures import supplier_queries as queries
from figures.headcount_views import cannot_enter
from figures.models import Supplier
from figures.supplier_forms import SupplierFilterForm, SupplierForm
from figures.supplier_states import SupplierState

PER_PAGE = 50


@require_GET
@case_view(Permission.VIEW_INSIDE)
def supplier_list(request: CaseRequest, case: Case) -> HttpResponseBase:
    """The suppliers with what they stand to lose, and the sums."""
    form = SupplierFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    suppliers = Supplier.objects.visible_to(request.user).filter(case=case)
    context = {
        "form": form,
        "form_failed": bool(form.errors),
        "page": queries.supplier_page(
            suppliers,
            state=wanted.get("lage", ""),
            order=wanted.get("ordning", ""),
            page=request.GET.get("sida", "1"),
            size=PER_PAGE,
        ),
        "sums": queries.sums_of(case),
        "is_filtered": bool(wanted.get("lage")),
        "cannot": cannot_enter(request),
    }
    status = 422 if form.errors else 200
    return render_case_page(
        request, case, "figures/suppliers.html", context, tab="figures", status=status
    )


@require_GET
@case_view(Permission.LOG)
def supplier_add_form(request: CaseRequest, case: Case) -> HttpResponseBase:
    """The form for a new supplier."""
    from_inside(request)
    initial = {"once": uuid.uuid4(), "state": SupplierState.NOT_ASKED}
    return _form_page(request, case, SupplierForm(initial=initial))


@require_POST
@case_view(Permission.LOG)
def supplier_add(request: CaseRequest, case: Case) -> HttpResponseBase:
    """Add the supplier and go back to the list."""
    from_inside(request)
    form = SupplierForm(request.POST)
    if not form.is_valid():
        return _form_page(request, case, form, status=422)
    try:
        with saving(request, form, case):
            supplier = actions.add_supplier(
                case=case,
                facts=form.facts(),
                once=form.cleaned_data["once"],
                actor=request.user,
                at=timezone.now(),
            )
        messages.success(request, f"{supplier.name} är tillagt.")
    except AlreadyDone:
        pass
    except Refused as refused:
        return _form_page(request, case, form, reasons=refused.reasons, status=422)
    return redirect("figures:suppliers", case.number)


def _supplier(request: CaseRequest, case: Case, pk: int) -> Supplier:
    suppliers = Supplier.objects.visible_to(request.user).filter(case=case)
    return get_object_or_404(suppliers.select_related("case"), pk=pk)


@require_GET
@case_view(Permission.LOG)
def supplier_edit_form(request: CaseRequest, case: Case, supplier: int) -> HttpResponseBase:
    """The form for what is known of the supplier."""
    from_inside(request)
    found = _supplier(request, case, supplier)
    return _form_page(request, case, SupplierForm.of(found), supplier=found)


@require_POST
@case_view(Permission.LOG)
def supplier_edit(request: CaseRequest, case: Case, supplier: int) -> HttpResponseBase:
    """Change the supplier; when someone was first, show both."""
    from_inside(request)
    found = _supplier(request, case, supplier)
    form = SupplierForm(request.POST)
    if not form.is_valid():
        return _form_page(request, case, form, supplier=found, status=422)
    try:
        with saving(request, form, case):
            actions.change_supplier(
                supplier=found,
                seen_version=form.cleaned_data["seen_version"] or 0,
                facts=form.facts(),
                actor=request.user,
                at=timezone.now(),
            )
    except Conflict as conflict:
        theirs = cast(Supplier, conflict.current)
        form.put("seen_version", theirs.version)
        return _form_page(request, case, form, supplier=theirs, conflict=True, status=409)
    except Refused as refused:
        return _form_page(request, case, form, supplier=found, reasons=refused.reasons, status=422)
    messages.success(request, "Underleverantören är ändrad.")
    return redirect("figures:suppliers", case.number)


def _form_page(
    request: CaseRequest,
    case: Case,
    form: SupplierForm,
    *,
    supplier: Supplier | None = None,
    conflict: bool = False,
    reasons: list[str] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    context: dict[str, Any] = {
        "form": form,
        "supplier": supplier,
        "theirs": _differences(supplier, form) if conflict and supplier else [],
        "reasons": reasons or [],
        "form_failed": status != 200,
    }
    return render_case_page(
        request, case, "figures/supplier.html", context, tab="figures", status=status
    )


def _differences(supplier: Supplier, form: SupplierForm) -> list[tuple[str, object]]:
    """Label and present value of each fact that differs from what was written."""
    return [
        (str(field.label), getattr(supplier, field.name))
        for field in form.visible_fields()
        if getattr(supplier, field.name) != form.cleaned_data.get(field.name)
    ]
