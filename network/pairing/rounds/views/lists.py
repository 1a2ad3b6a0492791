"""Editions that pair with their rounds, one edition's rounds, and who is kept apart in it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core.guard import reach
from core.pages import no_store
from network.pairing.editions.models import PairingSettings
from network.pairing.rounds import reading, showing
from network.pairing.rounds.models import Exclusion, Round
from network.pairing.rounds.views.reached import reviewing
from people.accounts.http import PersonRequest


def settings_of(request: PersonRequest, pk: int) -> PairingSettings:
    """How an edition pairs that the user reviews; 404 for any other."""
    found = PairingSettings.objects.reviewed_by(request.user).select_related("edition__programme")
    return reach(request, found, pk=pk)


@reviewing
@no_store
@require_GET
def rounds(request: PersonRequest) -> HttpResponse:
    """Editions the user reviews, each with its last round and who waits. Cost: 4 queries beside the frame's."""
    found = PairingSettings.objects.reviewed_by(request.user).select_related("edition__programme")
    page = reading.page_of(found.order_by("-edition__starts_on", "pk"), request.GET.get("page"))
    lines = reading.edition_lines(list(page), Round.objects.reviewed_by(request.user))
    return render(request, "rounds/rounds.html", {"page_obj": page, "lines": lines})


@reviewing
@no_store
@require_GET
def edition(request: PersonRequest, pk: int) -> HttpResponse:
    """One edition's rounds, the last first. Cost: 6 queries beside the frame's, however many there are."""
    settings = settings_of(request, pk)
    found = Round.objects.reviewed_by(request.user).filter(edition=settings.edition).defer("problem")
    page = reading.page_of(found.select_related("asked_by", "decided_by").order_by("-number"), request.GET.get("page"))
    (line,) = reading.edition_lines([settings], Round.objects.reviewed_by(request.user))
    facts = {"settings": settings, "edition": settings.edition, "page_obj": page, "line": line}
    return render(request, "rounds/edition.html", facts)


@reviewing
@no_store
@require_GET
def exclusions(request: PersonRequest, pk: int) -> HttpResponse:
    """Who is not put with whom. Cost: 12 queries beside the frame's, however many there are."""
    settings = settings_of(request, pk)
    found = Exclusion.objects.reviewed_by(request.user).filter(edition=settings.edition).standing()
    page = reading.page_of(found.select_related("by", "offer__organisation", "host"), request.GET.get("page"))
    facts: dict[str, Any] = {"settings": settings, "edition": settings.edition, "page_obj": page}
    return render(request, "rounds/exclusions.html", facts | {"lines": showing.exclusions(list(page), request.user)})
