"""« Who is paired, who waits », by group: for the coordination and for analysts."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core import access
from core.guard import reach
from core.pages import no_store
from network.pairing.rounds import by_group as groups
from network.pairing.rounds import reading, rules
from network.pairing.rounds.models import Round
from people.accounts.http import PersonRequest

counting = access.roles(*rules.COUNTING_ROLES)


@counting
@no_store
@require_GET
def by_group(request: PersonRequest) -> HttpResponse:
    """Editions that have published a round. Cost: 2 queries beside the frame's."""
    page = reading.page_of(reading.published_editions(Round.objects.counted_for(request.user)), request.GET.get("page"))
    return render(request, "rounds/by_group.html", {"page_obj": page})


@counting
@no_store
@require_GET
def edition_by_group(request: PersonRequest, pk: int) -> HttpResponse:
    """All published rounds of an edition. Cost: about 10 queries beside the frame's."""
    last = Round.objects.counted_for(request.user).filter(edition=pk).latest_of_editions()
    round_ = reach(request, last.select_related("edition__programme").defer("problem"), edition=pk)
    cases = groups.cases_of_edition(round_.edition)
    facts = {"edition": round_.edition, "tables": groups.tables(cases), "number": len(cases)}
    return render(request, "rounds/groups.html", facts)


@counting
@no_store
@require_GET
def round_by_group(request: PersonRequest, pk: int) -> HttpResponse:
    """One board, before it is published or after. Cost: about 9 queries beside the frame's."""
    found = Round.objects.counted_for(request.user).computed().select_related("edition__programme").defer("problem")
    round_ = reach(request, found, pk=pk)
    cases = groups.cases_of_round(round_)
    facts = {"round": round_, "edition": round_.edition, "tables": groups.tables(cases), "number": len(cases)}
    return render(request, "rounds/groups.html", facts)
