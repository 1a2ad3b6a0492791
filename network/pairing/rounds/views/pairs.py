"""A candidate of a round: with whom they are put, with whom else they could be and at what price, and what a reviewer changes."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.guard import reach
from core.pages import no_store
from core.refusals import refusal_told
from network.pairing.rounds import actions, explaining, reading, wording
from network.pairing.rounds.board import Outcome
from network.pairing.rounds.forms import AddForm, ExcludeForm, HostSearch
from network.pairing.rounds.models import Exclusion, Round
from network.pairing.rounds.views.reached import back_to_candidate, done, reached, reviewing, seen_version
from people.accounts.http import PersonRequest
from people.oversight.actions import note_read
from people.oversight.models import ReadEntry
from people.participants.rules import reads_for


def _noted(request: PersonRequest, face: Any) -> None:
    """Who reads what somebody hopes for is a line that the person can open. Cost: 2 queries."""
    file = face.request.candidacy.case_file
    note_read(
        by=request.user.person,
        about=file.person,
        kind=ReadEntry.Kind.CARD,
        thing=face.request,
        organisation=reads_for(request.user, file),
    )


@reviewing
@no_store
@require_GET
def candidate(request: PersonRequest, pk: int, request_id: int) -> HttpResponse:
    """Cost: about 45 queries beside the frame's, and no solution of the engine's."""
    round_ = reached(request, pk)
    found = explaining.of_candidate(round_, request_id, request.user)
    if found is None:
        raise Http404
    _noted(request, found.face)
    return render(request, "rounds/candidate.html", {"round": round_, "found": found, "exclude_form": ExcludeForm()})


@reviewing
@no_store
@require_GET
def hosts(request: PersonRequest, pk: int, request_id: int) -> HttpResponse:
    """Every offer of the round beside one candidate: the fit, or the rule that keeps them apart. Cost: about 35 queries beside the frame's."""
    round_ = reached(request, pk)
    form = HostSearch(request.GET or None)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    found = explaining.beside_all(round_, request_id, request.user, words=words, number=request.GET.get("page"))
    if found is None:
        raise Http404
    page, face, lines = found
    facts = {"round": round_, "face": face, "form": form, "page_obj": page, "lines": lines, "narrowed": bool(words)}
    return render(request, "rounds/hosts.html", facts)


@reviewing
@no_store
@require_GET
def between(request: PersonRequest, pk: int, request_id: int, offer_id: int) -> HttpResponse:
    return _between(request, reached(request, pk), request_id, offer_id)


def _between(request: PersonRequest, round_: Round, request_id: int, offer_id: int, **forms: Any) -> HttpResponse:
    """Why these two are not together, and what it would cost. Cost: about 60 queries beside the frame's, and one solution of the engine's."""
    found = explaining.between(round_, request_id, offer_id, request.user)
    if found is None:
        raise Http404
    _noted(request, found.candidate)
    facts = {"round": round_, "found": found, "add_form": AddForm(), "exclude_form": ExcludeForm()}
    return render(request, "rounds/between.html", facts | forms)


def _changed(
    request: PersonRequest,
    round_: Round,
    request_id: int,
    act: Callable[[], Outcome],
    words: str,
    again: Callable[[], HttpResponse] | None = None,
) -> HttpResponse:
    """Do it, and say what it came to; where it was refused, ``again`` shows what was typed."""
    outcome = done(request, round_, act, words)
    if outcome is None and again is not None:
        return again()
    if outcome is not None:
        said = wording.price(outcome.price)
        if others := len(outcome.others(request_id)):
            said.append(wording.others(others))
        messages.info(request, " · ".join(said))
    return back_to_candidate(round_, request_id)


@reviewing
@require_POST
def move(request: PersonRequest, pk: int, request_id: int, offer_id: int) -> HttpResponse:
    round_, version = reached(request, pk), seen_version(request)
    return _changed(
        request,
        round_,
        request_id,
        lambda: actions.move(round=round_, request=request_id, offer=offer_id, version=version, by=request.user.person),
        _("They are put together, and locked there."),
    )


@reviewing
@no_store
@require_POST
def add(request: PersonRequest, pk: int, request_id: int, offer_id: int) -> HttpResponse:
    round_, version, form = reached(request, pk), seen_version(request), AddForm(request.POST)
    if not form.is_valid():
        return _between(request, round_, request_id, offer_id, add_form=form)
    reason = form.cleaned_data["reason"]
    return _changed(
        request,
        round_,
        request_id,
        lambda: actions.add(
            round=round_, request=request_id, offer=offer_id, reason=reason, version=version, by=request.user.person
        ),
        _("The pair is added by hand, and locked. Both will read your reason."),
        again=lambda: _between(request, reached(request, pk), request_id, offer_id, add_form=form),
    )


@reviewing
@no_store
@require_POST
def exclude(request: PersonRequest, pk: int, request_id: int, offer_id: int) -> HttpResponse:
    round_, version, form = reached(request, pk), seen_version(request), ExcludeForm(request.POST)
    if not form.is_valid():
        return _between(request, round_, request_id, offer_id, exclude_form=form)
    said = form.cleaned_data
    return _changed(
        request,
        round_,
        request_id,
        lambda: actions.exclude(
            round=round_,
            request=request_id,
            offer=offer_id,
            reason=said["reason"],
            whole_host=said["whole_host"],
            version=version,
            by=request.user.person,
        ),
        _("These two are kept apart, in this round and in those to come."),
        again=lambda: _between(request, reached(request, pk), request_id, offer_id, exclude_form=form),
    )


@reviewing
@require_POST
def lock(request: PersonRequest, pk: int, request_id: int) -> HttpResponse:
    round_, version = reached(request, pk), seen_version(request)
    return _changed(
        request,
        round_,
        request_id,
        lambda: actions.lock(round=round_, request=request_id, version=version, by=request.user.person),
        _("The pair is locked: it stays, whatever else is changed, and in the next round."),
    )


@reviewing
@require_POST
def unlock(request: PersonRequest, pk: int, request_id: int) -> HttpResponse:
    round_, version = reached(request, pk), seen_version(request)
    return _changed(
        request,
        round_,
        request_id,
        lambda: actions.unlock(round=round_, request=request_id, version=version, by=request.user.person),
        _("The pair is not locked any more."),
    )


@reviewing
@no_store
@require_http_methods(["GET", "POST"])
def lift(request: PersonRequest, pk: int) -> HttpResponse:
    """GET asks; POST lets two be put together again: on the board under review, or from the next round on."""
    related = ("edition__programme", "person", "offer", "host")
    exclusion = reach(request, Exclusion.objects.reviewed_by(request.user).select_related(*related), pk=pk)
    if request.method == "GET":
        return render(
            request,
            "rounds/lift.html",
            {"exclusion": exclusion, "line": reading.exclusion_line(exclusion, request.user)},
        )
    with refusal_told(request):
        actions.lift_anywhere(exclusion=exclusion, by=request.user.person)
        messages.success(request, _("The exclusion is lifted."))
    return redirect("rounds:exclusions", pk=exclusion.edition_id)
