"""The shelf: examples and published cases together, one of them, and a few side by side."""

from django.core.paginator import Paginator
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from cases.access import MemberRequest
from cases.models import Case
from cases.queries import open_to_write_in
from core.access import for_members
from core.htmx import render_page
from core.sorting import swedish_key
from guide.causes import Cause
from guide.filters import AFFECTED
from guide.load import guide
from guide.model import Industry
from library import queries
from library.items import KINDS, MOST_COMPARED, PUBLICATION, SHARES, SORTS, Item, ItemFilter
from library.models import Publication
from library.story import Story

PER_PAGE = 25
MOST_CASES = 50


@require_GET
@for_members
def shelf(request: MemberRequest) -> HttpResponseBase:
    """All that can be learnt from, narrowed and ordered by the address."""
    items = queries.shelf(Publication.objects.visible_to(request.user))
    chosen = ItemFilter.read(request.GET)
    page = Paginator(chosen.of(items), PER_PAGE).get_page(request.GET.get("sida", "1"))
    ticked = {ref for ref in request.GET.getlist("jamfor") if ref in {item.ref for item in items}}
    context = {
        "page": page,
        "chosen": chosen,
        "total": len(items),
        "ticked": ticked,
        "also_ticked": [i for i in items if i.ref in ticked and i not in page.object_list],
        "kinds": KINDS,
        "causes": list(Cause),
        "industries": list(Industry),
        "affected": {slug: label for slug, (label, _) in AFFECTED.items()},
        "shares": {slug: label for slug, (label, _) in SHARES.items()},
        "counties": sorted({item.county for item in items if item.county}, key=swedish_key),
        "sorts": {key: label for key, (label, _) in SORTS.items()},
        "most": MOST_COMPARED,
    }
    return render_page(request, "library/shelf.html", context, partials=("shelf-hits",))


@require_GET
@for_members
def compare(request: MemberRequest) -> HttpResponseBase:
    """A few side by side. What does not exist is left aside."""
    visible = Publication.objects.visible_to(request.user)
    refs = list(dict.fromkeys(request.GET.getlist("jamfor")))
    by_ref = {item.ref: item for item in queries.shelf(visible)}
    wanted = [by_ref[ref] for ref in refs if ref in by_ref]
    found = [queries.item_called(item.ref, visible) for item in wanted[:MOST_COMPARED]]
    columns = [(item, *_words(item, story)) for item, story in filter(None, found)]
    context = {
        "columns": columns,
        "left_out": len(wanted) - len(columns),
        "most": MOST_COMPARED,
        "measures": _in_any([item for item, *_ in columns]),
    }
    return render_page(request, "library/compare.html", context)


def _words(item: Item, story: Story | None) -> tuple[list[str], str]:
    """How it went, and what was learnt."""
    if story is None:
        example = guide().example(item.key)
        return list(example.outcomes), example.lesson
    told = [f"{m.title}: {m.outcome or m.state.lower()}" for m in story.measures]
    return told, story.lessons


def _in_any(items: list[Item]) -> list[tuple[str, list[bool]]]:
    """Each measure of the catalogue that any of them used, and which of them did."""
    rows = []
    for measure in guide().measures:
        used = [measure.key in item.measure_keys for item in items]
        if any(used):
            rows.append((measure.title, used))
    return rows


@require_GET
@for_members
def publication_page(request: MemberRequest, publication: int) -> HttpResponseBase:
    """A published case, exactly as it was reviewed."""
    visible = Publication.objects.visible_to(request.user).select_related("organisation")
    row = get_object_or_404(visible, pk=publication)
    context = {
        "publication": row,
        "ref": f"{PUBLICATION}{row.pk}",
        "story": Story.from_json(row.data),
    }
    return render_page(request, "library/publication.html", context)


@require_GET
@for_members
def borrow_to(request: MemberRequest, ref: str) -> HttpResponseBase:
    """Which of one's cases to borrow measures into."""
    found = queries.item_called(ref, Publication.objects.visible_to(request.user))
    if found is None:
        raise Http404
    cases = open_to_write_in(Case.objects.visible_to(request.user), request.user)
    context = {
        "item": found[0],
        "cases": list(cases.order_by("-notice_on", "-pk")[:MOST_CASES]),
        "most": MOST_CASES,
    }
    return render_page(request, "library/borrow_to.html", context)
