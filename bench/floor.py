"""The floors: the least that Django can do for the same rows. Nothing of ours is in them.

Session and login, one indexed query, one template without includes; dates by Django's own filter.
"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cases.models import Case
from core.access import for_members
from logbook.events import Audience
from logbook.models import LogEntry


@for_members
def rows(request: HttpRequest, count: int) -> HttpResponse:
    """`count` cases in a table, dates localised by Django."""
    return _table(request, "bench/rows.html", count)


@for_members
def iso_rows(request: HttpRequest, count: int) -> HttpResponse:
    """The same with plain dates, to show what dates cost."""
    return _table(request, "bench/iso_rows.html", count)


def _table(request: HttpRequest, template: str, count: int) -> HttpResponse:
    cases = Case.objects.order_by("-notice_on", "-id").select_related("responsible")[:count]
    return render(request, template, {"cases": cases})


@for_members
def notes(request: HttpRequest, number: str, count: int) -> HttpResponse:
    """`count` notes of some sixty words, dates localised by Django."""
    entries = LogEntry.objects.filter(case__number=number, event="NOTED").select_related("author")
    newest = entries.order_by("-happened_to", "-id")[:count]
    return render(request, "bench/notes.html", {"entries": newest, "number": number})


class NoteForm(forms.Form):
    """A text and a day."""

    what = forms.CharField(widget=forms.Textarea)
    on = forms.DateField()


@for_members
def write(request: HttpRequest, number: str) -> HttpResponse:
    """Check a form of two fields, write one row, answer with that row."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    values: dict[str, Any] = form.cleaned_data
    case = Case.objects.get(number=number)
    entry = LogEntry.objects.create(
        case=case,
        organisation_id=case.responsible.memberships.all()[0].organisation_id,
        audience=Audience.EVERYONE,
        what=values["what"],
        happened_from=values["on"],
        happened_to=min(values["on"], timezone.localdate()),
        author_id=request.user.pk or 0,
    )
    return render(request, "bench/note.html", {"entry": entry})
