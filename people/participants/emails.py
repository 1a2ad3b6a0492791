"""Letters about a request to take part. Read on paper, too: by whom no address reaches."""

from typing import Any

from django.urls import reverse
from django.utils import translation

from core import outbox
from core.mail import absolute, render
from people.accounts.models import User
from people.participants import facts, stages
from people.participants.coordination import waiting_too_long
from people.participants.models import Candidacy, Decision


def _letter(mail: outbox.Mail, name: str, candidacy: Candidacy, **words: Any) -> outbox.Letter:
    with translation.override(mail.language):
        link = absolute(reverse("participants:candidacy", args=[candidacy.pk]))
        given = {"candidacy": candidacy, "edition": candidacy.edition, "link": link if mail.recipient else "", **words}
        return render(f"participants/mail/{name}", given)


def _candidacy(pk: str) -> Candidacy | None:
    found = Candidacy.objects.select_related("case_file__person", "edition__programme", "organisation")
    return found.filter(pk=pk, case_file__person__erased_at=None).first()


@outbox.letter("participants/received")
def received(mail: outbox.Mail) -> outbox.Letter | None:
    """Who examines the request, or that it waits for an organisation; dropped when that changed meanwhile."""
    candidacy = _candidacy(mail.object_id)
    return _letter(mail, "received", candidacy, answer_by=stages.answer_by(candidacy)) if candidacy else None


@outbox.letter("participants/decided")
def decided(mail: outbox.Mail) -> outbox.Letter | None:
    """Eligible or not yet, why, and what the person can do."""
    decision = Decision.objects.filter(pk=mail.object_id).first()
    candidacy = _candidacy(str(decision.candidacy_id)) if decision else None
    if decision is None or candidacy is None:
        return None
    with translation.override(mail.language):
        explained = facts.explained(decision)
    return _letter(mail, "decided", candidacy, decision=decision, explained=explained)


@outbox.letter("participants/ready")
def ready(mail: outbox.Mail) -> outbox.Letter | None:
    candidacy = _candidacy(mail.object_id)
    return _letter(mail, "ready", candidacy) if candidacy else None


@outbox.letter("participants/ended")
def ended(mail: outbox.Mail) -> outbox.Letter | None:
    candidacy = _candidacy(mail.object_id)
    return _letter(mail, "ended", candidacy) if candidacy else None


@outbox.letter("participants/unassigned")
def unassigned(mail: outbox.Mail) -> outbox.Letter | None:
    """To a coordinator: how many requests wait for an organisation, in which editions. Numbers alone; dropped when none does."""
    user = User.objects.select_related("person").filter(pk=mail.object_id, is_active=True).first()
    if user is None:
        return None
    editions = waiting_too_long(user)
    if not editions:
        return None
    with translation.override(mail.language):
        link = absolute(reverse("participants:staff_shares"))
        return render("participants/mail/unassigned", {"editions": editions, "link": link})
