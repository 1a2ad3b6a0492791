"""A proposal as the two who are asked read and answer it: the candidate on a phone, the host with the card before them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, Value, When
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access
from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal, refusal_told
from network.pairing.proposals import actions, showing, wording
from network.pairing.proposals.asides import asides
from network.pairing.proposals.forms import NoForm, ReviewForm
from network.pairing.proposals.models import GRACE, Answer, Proposal, ReviewRequest, Side, State
from people.accounts.http import PersonRequest
from people.oversight.actions import note_read
from people.oversight.models import ReadEntry

PAGE = 20


def _proposal(request: PersonRequest, pk: int) -> tuple[Proposal, Side]:
    """One that the person is asked about, and on which side. Cost: 1 query."""
    found = reach(request, Proposal.objects.of_person(request.user.person).along(), pk=pk)
    return found, found.side_of(request.user.person) or Side.CANDIDATE


@access.signed_in
@no_store
@require_GET
def proposals(request: PersonRequest) -> HttpResponse:
    """Those that wait for an answer first, then the last ones. Cost: 2 queries beside the frame's."""
    first = Case(When(state=State.OPEN, then=Value(0)), default=Value(1))
    found = Proposal.objects.of_person(request.user.person).along().order_by(first, "-made_at", "-pk")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    lines = [_line(proposal, proposal.side_of(request.user.person) or Side.CANDIDATE) for proposal in page]
    facts = {
        "page_obj": page,
        "lines": lines,
        "crumb_items": [(_("My space"), reverse("my_space:home")), (_("My proposals"), None)],
    }
    return render(request, "proposals/mine.html", facts)


def _line(proposal: Proposal, side: Side) -> dict[str, Any]:
    return {
        "proposal": proposal,
        "side": side,
        "title": format_html('<span lang="{}">{}</span>', proposal.offer.language, proposal.offer.title),
        "to_answer": proposal.waits_for(side),
        "ended": "" if proposal.is_open else wording.ended_words(proposal),
    }


@access.signed_in
@no_store
@require_GET
def proposal(request: PersonRequest, pk: int) -> HttpResponse:
    """What is proposed, why, who decided, and one's answer. Cost: about 14 queries beside the frame's; 24 for a host."""
    found, side = _proposal(request, pk)
    facts: dict[str, Any] = {
        "proposal": found,
        "side": side,
        "is_host": side == Side.HOST,
        "to_answer": found.waits_for(side),
        "said": found.answer_of(side),
        "way": wording.steps_of(found, side),
        "parts": wording.parts_words(found, side),
        "decided": wording.decided_words(found, side),
        "beyond": wording.beyond_words(found),
        "ended": "" if found.is_open else wording.ended_words(found),
        "may_take_back": found.may_take_back(side),
        "until": found.answered_at(side) + GRACE if found.answered_at(side) else None,
        "reviews": list(
            ReviewRequest.objects.of_person(request.user.person).filter(proposal=found).select_related("answered_by")
        ),
        "asides": asides(request, found, side) if found.state == State.ACCEPTED else [],
        "crumb_items": _crumbs(),
    }
    # What is not shown to this side would make the sum another one.
    facts["total"] = found.score if sum(part.points for part in facts["parts"]) == found.score else 0
    if side == Side.HOST:
        facts["face"] = _card(request, found)
    else:
        facts["offer"] = showing.offer_face(found)
    return render(request, "proposals/proposal.html", facts)


def _crumbs(*more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    here = [(_("My space"), reverse("my_space:home")), (_("My proposals"), reverse("proposals:mine"))]
    return [*here, *(more or ((_("A proposal"), None),))]


def _card(request: PersonRequest, found: Proposal) -> Any:
    """That the host read the card is noted, and its owner can see it."""
    face = showing.card_face(found)
    if face is not None:
        note_read(
            by=request.user.person,
            about=found.person,
            kind=ReadEntry.Kind.CARD,
            thing=face.card,
            organisation=found.offer.organisation,
        )
    return face


@access.signed_in
@require_POST
def yes(request: PersonRequest, pk: int) -> HttpResponse:
    found, side = _proposal(request, pk)
    with refusal_told(request):
        done = actions.answer(proposal=found, side=side, says=Answer.YES, by=request.user.person)
        if done.state == State.ACCEPTED:
            messages.success(request, _("You both said yes. What comes next is on its way to you by mail."))
        else:
            messages.success(request, _("Your yes is noted. We write to you as soon as the other side has answered."))
    return redirect("proposals:proposal", pk=pk)


@access.signed_in
@no_store
@require_http_methods(["GET", "POST"])
def no(request: PersonRequest, pk: int) -> HttpResponse:
    """GET asks why; POST says it."""
    found, side = _proposal(request, pk)
    form = NoForm(request.POST or None)
    if request.method == "GET" and not found.waits_for(side):
        return redirect("proposals:proposal", pk=pk)
    if request.method == "POST" and form.is_valid():
        with refusal_told(request):
            actions.answer(proposal=found, side=side, says=Answer.NO, by=request.user.person, **form.cleaned_data)
            messages.success(
                request, _("Your no is noted. You can take it back for half an hour; nobody is told before.")
            )
        return redirect("proposals:proposal", pk=pk)
    facts = {"proposal": found, "is_host": side == Side.HOST, "form": form, "crumb_items": _way_back(found, _("No"))}
    return render(request, "proposals/no.html", facts)


def _way_back(found: Proposal, here: str) -> list[tuple[str, str | None]]:
    return _crumbs((_("A proposal"), reverse("proposals:proposal", args=[found.pk])), (here, None))


@access.signed_in
@require_POST
def take_back(request: PersonRequest, pk: int) -> HttpResponse:
    found, side = _proposal(request, pk)
    with refusal_told(request):
        actions.take_back(proposal=found, side=side, by=request.user.person)
        messages.success(request, _("Your answer is taken back. You can answer anew."))
    return redirect("proposals:proposal", pk=pk)


@access.signed_in
@no_store
@require_http_methods(["GET", "POST"])
def ask_review(request: PersonRequest, pk: int) -> HttpResponse:
    """What should be looked at again, before or after an answer."""
    found, side = _proposal(request, pk)
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_review(proposal=found, person=request.user.person, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("A person will look at it again. The answer comes by mail, and stands here."))
            return redirect("proposals:proposal", pk=pk)
    facts = {
        "proposal": found,
        "is_host": side == Side.HOST,
        "form": form,
        "parts": wording.parts_words(found, side),
        "decided": wording.decided_words(found, side),
        "crumb_items": _way_back(found, _("Review")),
    }
    return render(request, "proposals/ask_review.html", facts)
