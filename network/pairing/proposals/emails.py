"""Letters about a proposal: to the two who are asked, also read on paper; to those who work on it, by number alone."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core import outbox
from core.mail import absolute, render
from network.pairing.proposals import wording
from network.pairing.proposals.models import Proposal, ReviewRequest, Side, State

#: What a letter says -> the state in which it is still true.
TRUE_IN = {
    "proposed": State.OPEN,
    "reminder": State.OPEN,
    "declined": State.DECLINED,
    "lapsed": State.LAPSED,
    "withdrawn": State.WITHDRAWN,
}
#: Letters that ask for an answer.
ASKS = ("proposed", "reminder")


@outbox.letter("proposals/step")
def step(mail: outbox.Mail) -> outbox.Letter | None:
    """Where it stands, for one side; dropped when it has moved on since, or was answered."""
    what, side = mail.payload["what"], Side(mail.payload["side"])
    found = Proposal.objects.along().filter(pk=mail.payload["proposal"]).first()
    if found is None or found.state != TRUE_IN[what] or found.person_of(side).erased_at:
        return None
    if what in ASKS and not found.waits_for(side):
        return None
    with translation.override(mail.language):
        facts = {
            "proposal": found,
            "is_host": side == Side.HOST,
            "what": what,
            "asks": what in ASKS,
            "decided": wording.decided_words(found, side),
            "link": absolute(reverse("proposals:proposal", args=[found.pk])) if mail.recipient else "",
        }
        return render("proposals/mail/step", facts)


@outbox.letter("proposals/review")
def review(mail: outbox.Mail) -> outbox.Letter | None:
    """The answer, with the name of whoever gave it."""
    related = ("proposal__offer", "answered_by", "person")
    found = ReviewRequest.objects.select_related(*related).filter(pk=mail.object_id).first()
    if found is None or found.is_open or found.person.erased_at:
        return None
    with translation.override(mail.language):
        link = absolute(reverse("proposals:proposal", args=[found.proposal_id])) if mail.recipient else ""
        who = found.answered_by.name if found.answered_by else _("Somebody of the coordination")
        return render("proposals/mail/review", {"review": found, "who": who, "link": link})


@outbox.letter("proposals/work")
def work(mail: outbox.Mail) -> outbox.Letter | None:
    """What there is to do, for whoever works on it; dropped once it is done."""
    what = mail.payload["what"]
    asked = None if what == "silent" else ReviewRequest.objects.open().filter(pk=mail.object_id).first()
    if what != "silent" and asked is None:
        return None
    number = asked.proposal_id if asked else mail.object_id
    found = Proposal.objects.there().along().filter(pk=number).first()
    if found is None:
        return None
    with translation.override(mail.language):
        link = absolute(reverse("proposals:reviews" if asked else "proposals:list"))
        facts = {"what": what, "number": found.request.candidacy.case_file.reference, "review": asked, "link": link}
        return render("proposals/mail/work", facts)
