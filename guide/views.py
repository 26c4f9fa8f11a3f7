"""The guide's pages. They hold nothing of any case, so anyone may read them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core.access import public
from core.htmx import render_page
from guide import filters, search
from guide.filters import ExampleFilter, MeasureFilter
from guide.glossary import by_letter
from guide.load import guide
from guide.phases import Phase

OPEN = "the guide is public knowledge and holds nothing of any case"


@require_safe
@public(because=OPEN)
def guide_index(request: HttpRequest) -> HttpResponse:
    """What the guide is, its five phases, and the ways into catalogue, examples and glossary."""
    return render_page(request, "guide/index.html", {"guide": guide()})


@require_safe
@public(because=OPEN)
def guide_phase(request: HttpRequest, number: int) -> HttpResponse:
    """One phase: purpose, result, steps, who, documents, questions, measures that begin in it."""
    try:
        phase = guide().phase(number)
    except KeyError:
        raise Http404 from None
    phases = list(guide().phases.values())
    context = {
        "phase": phase,
        "phases": phases,
        "previous": phases[number - 2] if number > 1 else None,
        "next": phases[number] if number < len(phases) else None,
        "groups": guide().groups if phase.phase == Phase.PLAN else (),
        "measures": [measure for measure in guide().measures if measure.starts == phase.phase],
    }
    return render_page(request, "guide/phase.html", context)


@require_safe
@public(because=OPEN)
def measure_list(request: HttpRequest) -> HttpResponse:
    """The catalogue, narrowed by the address."""
    chosen = MeasureFilter.read(request.GET)
    context = {
        "chosen": chosen,
        "measures": chosen.measures(),
        "total": len(guide().measures),
        "choices": filters.measure_choices(),
    }
    return render_page(request, "guide/measures.html", context, partials=("measure-hits",))


@require_safe
@public(because=OPEN)
def measure_page(request: HttpRequest, key: str) -> HttpResponse:
    """One measure of the catalogue."""
    try:
        measure = guide().measure(key)
    except KeyError:
        raise Http404 from None
    used_in = [(guide().example(use.example), use.went) for use in measure.used]
    return render_page(request, "guide/measure.html", {"measure": measure, "used_in": used_in})


@require_safe
@public(because=OPEN)
def example_list(request: HttpRequest) -> HttpResponse:
    """The historical examples, narrowed by the address."""
    chosen = ExampleFilter.read(request.GET)
    context = {
        "chosen": chosen,
        "examples": chosen.examples(),
        "total": len(guide().examples),
        "counties": filters.counties(),
    }
    return render_page(request, "guide/examples.html", context, partials=("example-hits",))


@require_safe
@public(because=OPEN)
def example_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One historical example with its sources."""
    try:
        example = guide().example(slug)
    except KeyError:
        raise Http404 from None
    actions = [
        (action, guide().measure(action.measure) if action.measure else None)
        for action in example.actions
    ]
    context = {"example": example, "actions": actions, "borrow_ref": f"exempel-{example.slug}"}
    return render_page(request, "guide/example.html", context)


@require_safe
@public(because=OPEN)
def glossary(request: HttpRequest) -> HttpResponse:
    """All words with their explanations; each has an anchor."""
    context = {"letters": by_letter(guide()), "total": len(guide().terms)}
    return render_page(request, "guide/glossary.html", context)


@require_safe
@public(because=OPEN)
def guide_search(request: HttpRequest) -> HttpResponse:
    """What the guide says on the words one asks for."""
    query = request.GET.get("q", "").replace("\0", "").strip()[: search.LONGEST_QUERY]
    hits = search.search(query)
    context = {"query": query, "hits": hits}
    return render_page(request, "guide/search.html", context, partials=("guide-hits",))
