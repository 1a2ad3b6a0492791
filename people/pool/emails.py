"""Letters about a handover: to the person, also read on paper; to caseworkers and coordinators by number alone."""

from django.urls import reverse
from django.utils import translation

from core import outbox
from core.mail import absolute, render
from people.pool.models import OPEN, Enquiry, Handover


def _handover(pk: str) -> Handover | None:
    related = ("case_file__person", "edition__programme", "to_organisation", "from_organisation")
    return Handover.objects.there().select_related(*related).filter(pk=pk).first()


@outbox.letter("pool/step")
def step(mail: outbox.Mail) -> outbox.Letter | None:
    """Where it stands, for the person; dropped when it has moved on since."""
    handover = _handover(mail.object_id)
    if handover is None or handover.state != mail.payload["state"]:
        return None
    with translation.override(mail.language):
        link = absolute(reverse("pool:my_handover", args=[handover.pk])) if mail.recipient else ""
        return render("pool/mail/step", {"handover": handover, "link": link})


@outbox.letter("pool/enquiry")
def enquiry(mail: outbox.Mail) -> outbox.Letter | None:
    """To whoever asked for somebody: why not, by number alone."""
    found = Enquiry.objects.there().select_related("case_file", "bank").filter(pk=mail.object_id).first()
    if found is None or found.state != Enquiry.State.DECLINED:
        return None
    with translation.override(mail.language):
        link = absolute(reverse("pool:partner_people"))
        return render("pool/mail/enquiry", {"enquiry": found, "link": link})


@outbox.letter("pool/work")
def work(mail: outbox.Mail) -> outbox.Letter | None:
    """What there is to do or to know, for whoever works on it; an answer that is asked for is dropped once it is given."""
    handover = _handover(mail.object_id)
    if handover is None or (mail.payload["what"] in {"to_receive", "late"} and handover.state not in OPEN):
        return None
    with translation.override(mail.language):
        link = absolute(reverse("pool:handovers"))
        return render("pool/mail/work", {"handover": handover, "what": mail.payload["what"], "link": link})
