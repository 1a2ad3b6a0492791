"""Letters about a request for a match. Read on paper, too: by whom no address reaches."""

from typing import Any

from django.urls import reverse
from django.utils import translation

from core import outbox
from core.mail import absolute, render
from network.pairing.editions.models import PairingSettings
from network.pairing.requests import queue
from network.pairing.requests.models import Request, State

#: In which state a letter of each kind still holds.
HOLDS = {"sent": State.WAITING, "resting": State.RESTING, "ended": State.ENDED}


def _request(pk: str) -> Request | None:
    related = ("candidacy__case_file__person", "candidacy__case_file__caseworker", "candidacy__edition__programme")
    found = Request.objects.select_related(*related, "candidacy__case_file__organisation")
    return found.filter(pk=pk, candidacy__case_file__person__erased_at=None).first()


def _letter(mail: outbox.Mail, name: str, request: Request, **words: Any) -> outbox.Letter:
    with translation.override(mail.language):
        link = absolute(reverse("requests:mine", args=[request.pk])) if mail.recipient else ""
        settings = PairingSettings.objects.filter(pk=request.candidacy.edition_id).first()
        given = {"asked": request, "edition": request.candidacy.edition, "settings": settings, "link": link}
        return render(f"requests/mail/{name}", given | words)


@outbox.letter("requests/moved")
def moved(mail: outbox.Mail) -> outbox.Letter | None:
    """It is in the queue, was put aside, or has ended; dropped when it has moved on since."""
    request, what = _request(mail.object_id), mail.payload["what"]
    if request is None or request.state != HOLDS[what]:
        return None
    return _letter(mail, "moved", request, what=what, place=queue.place_of(request))


@outbox.letter("requests/news")
def news(mail: outbox.Mail) -> outbox.Letter | None:
    """After 14 and 45 days: where it stands, and what can be done; dropped when the wait is over."""
    request = _request(mail.object_id)
    if request is None or request.state != State.WAITING:
        return None
    return _letter(
        mail,
        "news",
        request,
        days=mail.payload["days"],
        place=queue.place_of(request),
        ways=queue.ways_to_widen(request),
        held_up=queue.held_up(request),
    )
