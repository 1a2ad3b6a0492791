"""Proposals as those see them who coordinate, review or accompany: who is waited for, why it ended, and what can be done."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, Value, When
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import access
from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal, refusal_told
from network.pairing.proposals import actions, rules, showing, wording
from network.pairing.proposals.asides import asides
from network.pairing.proposals.forms import AnswerForForm, AnswerReviewForm, ListForm, WithdrawForm
from network.pairing.proposals.models import Proposal, ReviewRequest, Side, State
from people.accounts.http import PersonRequest
from people.oversight.actions import note_read
from people.oversight.models import ReadEntry
from people.participants.rules import reads_for

working = access.roles(*rules.WORKING_ROLES)
PAGE = 50


def _proposal(request: PersonRequest, pk: int) -> Proposal:
    return reach(request, Proposal.objects.visible_to(request.user).along(), pk=pk)


@working
@no_store
@require_GET
def proposals(request: PersonRequest) -> HttpResponse:
    """Open ones first, the nearest day first; narrowed by what is chosen. Cost: 5 queries beside the frame's, however many there are."""
    seen = Proposal.objects.visible_to(request.user)
    form = ListForm(request.GET, seen=seen)
    form.is_valid()
    page = Paginator(_narrowed(seen, form.said).along(), PAGE).get_page(request.GET.get("page"))
    lines = [
        {
            "proposal": proposal,
            "name": proposal.person.name if rules.knows_candidate(request.user, proposal) else "",
            "waits_for": [side.label for side in proposal.waits_for_sides],
        }
        for proposal in page
    ]
    facts = {"page_obj": page, "lines": lines, "form": form, "narrowed": bool(form.said)}
    return render(request, "proposals/staff/list.html", facts)


def _narrowed(found: Any, said: dict[str, Any]) -> Any:
    if edition := said.get("edition"):
        found = found.filter(request__candidacy__edition=edition)
    if state := said.get("state"):
        found = found.filter(state=state)
    if side := said.get("waits_for"):
        found = found.waiting_for(side)
    if said.get("soon"):
        found = found.soon_over()
    is_over = Case(When(state=State.OPEN, then=Value(0)), default=Value(1))
    return found.order_by(is_over, Case(When(state=State.OPEN, then="answer_by")), "-made_at", "-pk")


@working
@no_store
@require_GET
def proposal(request: PersonRequest, pk: int) -> HttpResponse:
    """One of them, with the facts it stands on, both answers, and reasons for those who may read them. Cost: some 30 queries."""
    found, user = _proposal(request, pk), request.user
    sides = rules.reads_reply_of(user, found)
    own = rules.knows_candidate(user, found)
    facts: dict[str, Any] = {
        "proposal": found,
        "name": found.person.name if own else "",
        "own": own,
        # Whoever accompanies the host alone reads what the host reads.
        "parts": wording.parts_words(found, "" if own or len(sides) > 1 else Side.HOST),
        "beyond": wording.beyond_words(found),
        "replies": list(found.replies.filter(side__in=sides).select_related("noted_by")),
        "may_withdraw": rules.may_withdraw(user, found),
        "may_answer": bool(rules.may_answer_for(user, found)),
        "reviews": list(ReviewRequest.objects.visible_to(user).filter(proposal=found).select_related("answered_by")),
        "offer": showing.offer_face(found),
        "face": _card(request, found),
        "asides": asides(request, found, "") if found.state == State.ACCEPTED else [],
    }
    return render(request, "proposals/staff/proposal.html", facts)


def _card(request: PersonRequest, found: Proposal) -> Any:
    face = showing.card_face(found)
    if face is not None:
        file = found.request.candidacy.case_file
        note_read(
            by=request.user.person,
            about=found.person,
            kind=ReadEntry.Kind.CARD,
            thing=face.card,
            organisation=reads_for(request.user, file),
        )
    return face


@working
@no_store
@require_http_methods(["GET", "POST"])
def withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    """GET asks why; POST takes it back, and both are told."""
    found = _proposal(request, pk)
    if not (rules.knows_candidate(request.user, found) or rules.decides(request.user, found)):
        raise Http404
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_told(request):
            actions.withdraw(proposal=found, by=request.user.person, **form.cleaned_data)
            messages.success(request, _("The proposal is withdrawn, and both are told why. The candidate waits on."))
        return redirect("proposals:staff_proposal", pk=pk)
    return render(request, "proposals/staff/withdraw.html", {"proposal": found, "form": form})


@working
@no_store
@require_http_methods(["GET", "POST"])
def answer_for(request: PersonRequest, pk: int) -> HttpResponse:
    """Somebody said it on the telephone, or across the table: it is noted in their name, with who noted it."""
    found = _proposal(request, pk)
    sides = rules.may_answer_for(request.user, found)
    if not sides:
        if not (found.is_open or rules.reads_reply_of(request.user, found)):
            raise Http404
        messages.info(request, _("There is no answer left to note."))
        return redirect("proposals:staff_proposal", pk=pk)
    form = AnswerForForm(request.POST or None, sides=sides)
    if request.method == "POST" and form.is_valid():
        with refusal_told(request):
            actions.answer(proposal=found, by=request.user.person, **form.cleaned_data)
            messages.success(request, _("The answer is noted."))
        return redirect("proposals:staff_proposal", pk=pk)
    return render(request, "proposals/staff/answer.html", {"proposal": found, "form": form})


@working
@no_store
@require_GET
def reviews(request: PersonRequest) -> HttpResponse:
    """Reviews that were asked for, those without an answer first. Cost: 2 queries beside the frame's."""
    is_answered = Case(When(answered_at=None, then=Value(0)), default=Value(1))
    found = ReviewRequest.objects.visible_to(request.user).select_related(
        "proposal__offer",
        "proposal__request__candidacy__case_file",
        "proposal__offer__edition__programme",
        "answered_by",
    )
    page = Paginator(found.order_by(is_answered, "answer_by", "pk"), PAGE).get_page(request.GET.get("page"))
    return render(request, "proposals/staff/reviews.html", {"page_obj": page})


@working
@no_store
@require_http_methods(["GET", "POST"])
def review(request: PersonRequest, pk: int) -> HttpResponse:
    """What is asked, the facts, and the answer of a named person."""
    seen = ReviewRequest.objects.visible_to(request.user).select_related("answered_by")
    asked = reach(request, seen, pk=pk)
    form = AnswerReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_review(review=asked, by=request.user.person, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your answer is noted, and the person is told with your name."))
            return redirect("proposals:reviews")
    found = reach(request, Proposal.objects.kept_or_reviewed_by(request.user).along(), pk=asked.proposal_id)
    facts = {
        "review": asked,
        "proposal": found,
        "form": form,
        "parts": wording.parts_words(found),
        "is_own_decision": found.decided_by_id == request.user.person_id,
    }
    return render(request, "proposals/staff/review.html", facts)
