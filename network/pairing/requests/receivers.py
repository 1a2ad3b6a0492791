"""What this room does when a candidacy moves, and when a person no longer lets a match be looked for."""

from typing import Any

from django.dispatch import receiver

from network.pairing.requests import actions
from network.pairing.requests.models import IN_THE_QUEUE, Request, State
from people.accounts.models import Person
from people.consent.models import Consent
from people.consent.rules import holds
from people.consent.signals import withdrawn
from people.participants.models import Candidacy
from people.participants.signals import candidacy_moved


@receiver(candidacy_moved)
def go_with_the_candidacy(candidacy: Candidacy, before: str, by: Person | None, **_news: Any) -> None:
    """A request ends with what it hangs on, and lies aside while the person is examined anew. Cost: 1 query without a request."""
    request = candidacy.pairing_requests.live().first()
    if request is None:
        return
    match candidacy.state:
        case Candidacy.State.INACTIVE:
            actions.end(request=request, by=by, reason=candidacy.end_reason, tell=False)
        case Candidacy.State.INTAKE | Candidacy.State.NOT_YET if request.state in IN_THE_QUEUE:
            actions.rest(request=request, by=by)
        case Candidacy.State.ELIGIBLE:
            _out_of_the_pool(request, candidacy, before, by)


def _out_of_the_pool(request: Request, candidacy: Candidacy, before: str, by: Person | None) -> None:
    """Taken out by a caseworker, it waits on, and no round finds it; what is proposed is let go. Matching turned off: below."""
    if before == Candidacy.State.MATCHED and request.state in IN_THE_QUEUE:
        if not holds(candidacy.case_file.person, "matching"):
            actions.rest(request=request, by=None, tell=True)
    elif by is not None and request.state == State.PROPOSED:
        actions.rest(request=request, by=by, tell=True)


@receiver(withdrawn)
def lay_aside_without_consent(consent: Consent, **_news: Any) -> None:
    """Nobody is proposed who does not let a match be looked for: their requests lie aside at once, and they are told how to go on."""
    if consent.purpose != "matching":
        return
    for request in Request.objects.of_person(consent.person).filter(state__in=IN_THE_QUEUE).order_by("pk"):
        actions.rest(request=request, by=None, tell=True)
