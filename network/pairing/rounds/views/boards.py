"""A board: the pairs, those left out, where hosts are missing, what was changed by hand."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core.pages import no_store
from network.pairing.rounds import reading, rules
from network.pairing.rounds.forms import BoardFilter, LeftFilter
from network.pairing.rounds.models import Round
from network.pairing.rounds.views.reached import reached, reviewing
from people.accounts.http import PersonRequest


def frame(round_: Round, here: str) -> dict[str, Any]:
    """What stands above each page of a board. Cost: 4 queries."""
    return {"round": round_, "here": here, "summary": reading.summary(round_), "part": False}


@reviewing
@no_store
@require_GET
def board(request: PersonRequest, pk: int) -> HttpResponse:
    """The pairs, fifty a page. Cost: about 25 queries beside the frame's, however many there are."""
    round_ = reached(request, pk)
    facts = frame(round_, "pairs")
    if not round_.is_proven:
        return render(request, "rounds/under_way.html", facts)
    form = BoardFilter(request.GET or None, round_=round_)
    wanted = form.wanted
    page = reading.page_of(reading.pairs(round_, **wanted), request.GET.get("page"))
    lines = reading.pair_lines(round_, page, request.user, facts["summary"].since)
    narrowed = any(request.GET.get(name) for name in form.fields)
    return render(
        request, "rounds/board.html", facts | {"form": form, "page_obj": page, "lines": lines, "narrowed": narrowed}
    )


@reviewing
@no_store
@require_GET
def standing(request: PersonRequest, pk: int) -> HttpResponse:
    """The part of the page that follows what happens. Cost: 6 queries."""
    round_ = reached(request, pk)
    return render(
        request,
        "rounds/_standing.html",
        {"round": round_, "summary": reading.summary(round_), "part": request.GET.get("board") == "new"},
    )


@reviewing
@no_store
@require_GET
def left_out(request: PersonRequest, pk: int) -> HttpResponse:
    """Who is left out, in the order of waiting, and why. Cost: about 22 queries beside the frame's."""
    round_ = reached(request, pk)
    form = LeftFilter(request.GET or None, round_=round_)
    page = reading.page_of(reading.left_out(round_, **form.wanted), request.GET.get("page"))
    facts = {"form": form, "page_obj": page, "lines": reading.left_lines(page, request.user)}
    narrowed = any(request.GET.get(name) for name in form.fields)
    return render(request, "rounds/left_out.html", frame(round_, "left_out") | facts | {"narrowed": narrowed})


@reviewing
@no_store
@require_GET
def missing(request: PersonRequest, pk: int) -> HttpResponse:
    """What each rule costs, and where hosts are missing. Cost: 8 queries beside the frame's."""
    round_ = reached(request, pk)
    facts = {
        "prices": reading.rule_prices(round_),
        "scarcity": reading.scarcity(round_),
        "may_count": request.user.holds_any(*rules.COUNTING_ROLES),
    }
    return render(request, "rounds/missing.html", frame(round_, "missing") | facts)


@reviewing
@no_store
@require_GET
def changes(request: PersonRequest, pk: int) -> HttpResponse:
    """What people changed on it, the last first. Cost: about 18 queries beside the frame's."""
    round_ = reached(request, pk)
    page, lines = reading.change_lines(round_, request.user, request.GET.get("page"))
    return render(request, "rounds/changes.html", frame(round_, "changes") | {"page_obj": page, "lines": lines})
