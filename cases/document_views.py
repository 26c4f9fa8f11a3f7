"""The pages of a case's documents: what there is and what is missing, one with its versions, its forms."""

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import WHO_CAN_GIVE, Permission
from cases import document_actions, document_queries
from cases.access import CaseRequest, case_view, from_inside, render_case_page, saving
from cases.document_actions import ChosenFile
from cases.document_forms import DocumentFilterForm, DocumentForm, EditDocumentForm
from cases.document_rules import blockers_to_change_documents, missing_by_now
from cases.group_views import Desk
from cases.models import Case, Document, DocumentFile, DocumentQuerySet, Group
from cases.states import State
from core.actions import AlreadyDone, Refused
from guide.load import guide
from guide.model import DocumentKind
from logbook.file_field import FIELD, SentFiles, sent_files
from logbook.file_views import send_file

PER_PAGE = 20


# --- Reading ------------------------------------------------------------------------------------


@require_GET
@case_view(Permission.VIEW_CASE)
def document_list(request: CaseRequest, case: Case) -> HttpResponseBase:
    """The newest version of each document, and what the guide asks for that is missing.

    Outsiders get what is shared, and no word of anything else.
    """
    documents = _visible(request, case)
    number = request.GET.get("sida", "1")
    if not request.standing.is_inside:
        page = document_queries.outside_page(documents, page=number, size=PER_PAGE)
        return _page(request, case, "cases/shared_documents.html", {"page": page})
    form = DocumentFilterForm(request.GET)
    wanted = form.wanted()
    expected = document_queries.expected_of(documents)
    context = {
        "page": document_queries.document_page(documents, wanted, page=number, size=PER_PAGE),
        "form": form,
        "is_filtered": bool(wanted.keys() - {"ordning"}),
        "missing": missing_by_now(expected, case.phase),
        "ahead": [each for each in expected if each.is_missing and each.phase > case.phase],
        "cannot": _cannot(request, case),
    }
    return _page(request, case, "cases/documents.html", context)


@require_GET
@case_view(Permission.VIEW_CASE)
def document_page(request: CaseRequest, case: Case, document: int) -> HttpResponseBase:
    """One version of a document, with the others for those inside."""
    found = _document(request, case, document)
    if not request.standing.is_inside:
        return _page(request, case, "cases/shared_document.html", {"document": found})
    versions = document_queries.versions_of(_visible(request, case), found)
    context = {
        "document": found,
        "newest": versions[0],
        "is_newest": versions[0].pk == found.pk,
        "versions": versions,
        "asked_for": guide().expected_document(found.guide_key) if found.guide_key else None,
        "outsiders": document_queries.who_read_from_outside(case),
        "cannot": _cannot(request, case),
    }
    return _page(request, case, "cases/document.html", context)


@require_GET
@case_view(Permission.VIEW_CASE)
def document_file(request: CaseRequest, case: Case, document: int) -> HttpResponseBase:
    """The file of a version that the person may read. Pictures are shown, everything else is saved."""
    files = DocumentFile.objects.visible_to(request.user).filter(document__case=case)
    found = get_object_or_404(files, document=document)
    if found.is_erased:
        raise Http404
    return send_file(request, case, found)


def _page(
    request: CaseRequest, case: Case, template: str, context: dict[str, Any]
) -> HttpResponseBase:
    return render_case_page(request, case, template, context, tab="documents")


def _visible(request: CaseRequest, case: Case) -> DocumentQuerySet:
    return Document.objects.visible_to(request.user).filter(case=case)


def _document(request: CaseRequest, case: Case, pk: int) -> Document:
    rows = _visible(request, case).select_related(
        "case", "adopting_group", "file", "added_by", "shared_by"
    )
    return get_object_or_404(rows, pk=pk)


def _cannot(request: CaseRequest, case: Case) -> str:
    """Why there are no buttons, in words; empty when there are."""
    if not request.standing.may(Permission.LOG):
        return (
            "Du kan läsa dokumenten men inte lägga till eller ändra. "
            f"Den rätten ger {WHO_CAN_GIVE[Permission.LOG]}."
        )
    return " ".join(blockers_to_change_documents(is_closed=case.state == State.CLOSED))


# --- Writing ------------------------------------------------------------------------------------


@require_GET
@case_view(Permission.LOG)
def document_add_form(request: CaseRequest, case: Case) -> HttpResponseBase:
    """The form for a new document; `?for=` names what of the guide's it is."""
    initial = {"once": uuid.uuid4(), "dated_on": timezone.localdate()}
    form = DocumentForm(initial=initial | _asked_for(request), groups=_groups(request, case))
    return _add_desk(request, case).page(form)


def _asked_for(request: CaseRequest) -> dict[str, Any]:
    """What the form begins with when a document that is missing was chosen."""
    expected = guide().expected_document(request.GET.get("for", ""))
    if expected is None or expected.kept_in:
        return {}
    if expected.kind:
        return {"kind": expected.kind, "title": expected.title}
    return {"kind": DocumentKind.OTHER, "title": expected.title, "guide_key": expected.key}


@require_POST
@case_view(Permission.LOG)
def document_add(request: CaseRequest, case: Case) -> HttpResponseBase:
    """Keep the document and go to it."""
    form = DocumentForm(request.POST, request.FILES, groups=_groups(request, case))
    return _settle_with_file(
        request,
        _add_desk(request, case),
        form,
        lambda file: document_actions.add_document(
            case=case,
            facts=form.facts(),
            file=file,
            once=form.cleaned_data["once"],
            actor=request.user,
            at=timezone.now(),
        ),
        "Dokumentet är tillagt.",
    )


@require_GET
@case_view(Permission.LOG)
def document_edit_form(request: CaseRequest, case: Case, document: int) -> HttpResponseBase:
    """The form for what is said of the document."""
    found = _document(request, case, document)
    return _edit_desk(request, found).page(EditDocumentForm.of(found, _groups(request, case)))


@require_POST
@case_view(Permission.LOG)
def document_edit(request: CaseRequest, case: Case, document: int) -> HttpResponseBase:
    """Change what is said of the document; when someone was first, show both."""
    found = _document(request, case, document)
    groups = _groups(request, case)
    form = EditDocumentForm(request.POST, document=found, groups=groups)
    return _edit_desk(request, found).settle(
        form,
        lambda: document_actions.change_document(
            document=found,
            seen_version=form.cleaned_data["seen_version"] or 0,
            facts=form.facts(),
            actor=request.user,
            at=timezone.now(),
        ),
        "Uppgifterna om dokumentet är ändrade.",
        lambda row: EditDocumentForm.of(row, groups),
    )


@require_GET
@case_view(Permission.LOG)
def version_add_form(request: CaseRequest, case: Case, document: int) -> HttpResponseBase:
    """The form for the version after this one."""
    found = _document(request, case, document)
    begun = {"once": uuid.uuid4(), "dated_on": timezone.localdate()}
    return _version_desk(request, found).page(
        DocumentForm.after(found, _groups(request, case), **begun)
    )


@require_POST
@case_view(Permission.LOG)
def version_add(request: CaseRequest, case: Case, document: int) -> HttpResponseBase:
    """Keep the new version and go to it."""
    found = _document(request, case, document)
    groups = _groups(request, case)
    form = DocumentForm(request.POST, request.FILES, groups=groups, is_first=False)
    return _settle_with_file(
        request,
        _version_desk(request, found),
        form,
        lambda file: document_actions.add_version(
            document=found,
            facts=form.facts(),
            file=file,
            once=form.cleaned_data["once"],
            actor=request.user,
            at=timezone.now(),
        ),
        "Den nya versionen är tillagd.",
    )


@require_POST
@case_view(Permission.STEER_CASE)
def document_share(request: CaseRequest, case: Case, document: int) -> HttpResponseBase:
    """Let outsiders read this version, and go back to it."""
    act = document_actions.share_document
    return _share(request, case, document, act, "Dokumentet är delat.")


@require_POST
@case_view(Permission.STEER_CASE)
def document_stop_sharing(request: CaseRequest, case: Case, document: int) -> HttpResponseBase:
    """Let no outsider read this version from now on, and go back to it."""
    act = document_actions.stop_sharing_document
    return _share(request, case, document, act, "Dokumentet delas inte längre.")


def _share(
    request: CaseRequest, case: Case, pk: int, act: Callable[..., Document], said: str
) -> HttpResponseBase:
    from_inside(request)
    found = _document(request, case, pk)
    try:
        act(document=found, actor=request.user, at=timezone.now())
        messages.success(request, said)
    except Refused as refused:
        messages.warning(request, " ".join(refused.reasons))
    return redirect("cases:document", case.number, found.pk)


def _groups(request: CaseRequest, case: Case) -> Sequence[Group]:
    groups = Group.objects.visible_to(request.user).filter(case=case)
    return document_queries.groups_to_choose(groups)


def _settle_with_file(
    request: CaseRequest,
    desk: Desk,
    form: DocumentForm,
    act: Callable[[ChosenFile | None], Document],
    said: str,
) -> HttpResponseBase:
    """Take in the file, do `act` with a valid form and go to what it made; else the form again.

    A file that has arrived waits also when the form is refused, so it is not sent twice.
    """
    sent = sent_files(request, desk.case, form)
    if len(sent.named) > 1:
        form.add_error(FIELD, "Ett dokument har en fil. Avmarkera de andra.")
    if not form.is_valid():
        return desk.page(form)
    try:
        with saving(request, form, desk.case):
            made = act(_chosen(sent))
        messages.success(request, said)
        pk = made.pk
    except AlreadyDone as done:
        sent.let_go()
        pk = int(done.result)
    except Refused as refused:
        return desk.page(form, reasons=refused.reasons)
    return redirect("cases:document", desk.case.number, pk)


def _chosen(sent: SentFiles) -> ChosenFile | None:
    return next((ChosenFile(pk, alt) for pk, alt in sent.files().added.items()), None)


def _add_desk(request: CaseRequest, case: Case) -> Desk:
    return _desk(request, case, "Nytt dokument", "Lägg till dokument", "document_add_save", None)


def _edit_desk(request: CaseRequest, document: Document) -> Desk:
    heading = f"Ändra uppgifter om {document.title}"
    return _desk(request, document.case, heading, "Spara", "document_edit_save", document)


def _version_desk(request: CaseRequest, document: Document) -> Desk:
    heading = f"Ny version av {document.title}"
    button = f"Lägg till version {document.number + 1}"
    return _desk(request, document.case, heading, button, "version_add_save", document)


def _desk(
    request: CaseRequest,
    case: Case,
    heading: str,
    button: str,
    url_name: str,
    document: Document | None,
) -> Desk:
    from_inside(request)
    place = [case.number, *([document.pk] if document else [])]
    back = reverse("cases:document" if document else "cases:documents", args=place)
    return Desk(
        request,
        case,
        heading,
        button,
        reverse(f"cases:{url_name}", args=place),
        back,
        "cases/document_form.html",
        {"document": document},
        tab="documents",
    )
