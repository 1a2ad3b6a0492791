"""What the pages share: a round that the user reviews, the version that was seen, a refusal with what the other one did."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from core import access
from core.guard import reach
from core.refusals import Refusal
from network.pairing.rounds import reading, refusals, rules
from network.pairing.rounds.models import Round
from people.accounts.http import PersonRequest

reviewing = access.roles(*rules.REVIEWING_ROLES)
RELATED = ("edition__programme", "asked_by", "decided_by", "replaced_by")


def reached(request: PersonRequest, pk: int) -> Round:
    """A round that the user reviews; 404 for any other. Cost: 2 queries."""
    return reach(request, Round.objects.reviewed_by(request.user).select_related(*RELATED).defer("problem"), pk=pk)


def seen_version(request: HttpRequest) -> int:
    """What the form showed; -1, which is none, where it says nothing of it."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isdecimal() else -1


def done(request: PersonRequest, round_: Round, act: Callable[[], Any], words: str) -> Any:
    """Do it, and say so; or say why not, with what somebody else did meanwhile. Answers what it gave, or None."""
    try:
        found = act()
    except refusals.SomebodyChanged as refusal:
        messages.warning(request, f"{refusal} {reading.last_words(round_)}".strip())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
        return found
    return None


def back_to_candidate(round_: Round, request_id: int) -> HttpResponse:
    return redirect(reverse("rounds:candidate", args=[round_.pk, request_id]))
