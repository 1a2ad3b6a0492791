"""Letters about a request to take part. Read on paper, too: by whom no address reaches."""

from typing import Any

from django.urls import reverse
from django.utils import translation

from core import outbox
from core.mail import absolute, render
from people.accounts.models import User
from people.participants import facts, stages
from people.participants.coordination import waiting_too_long
from people.participants.models import Candidacy, CaseFile, Decision
from people.programmes.models import Edition


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


def _file(pk: str) -> CaseFile | None:
    files = CaseFile.objects.there().select_related("person", "organisation")
    return files.filter(pk=pk, organisation__isnull=False).first()


def _about_the_file(mail: outbox.Mail, name: str, file: CaseFile, **words: Any) -> outbox.Letter:
    with translation.override(mail.language):
        link = absolute(reverse("my_space:home")) if mail.recipient else ""
        return render(f"participants/mail/{name}", {"file": file, "link": link, **words})


@outbox.letter("participants/closed")
def closed(mail: outbox.Mail) -> outbox.Letter | None:
    """Nobody follows the person any more, why, and what ended with it; dropped when the file is open again."""
    file = _file(mail.object_id)
    if file is None or not file.is_closed:
        return None
    editions = Edition.objects.filter(candidacies__in=mail.payload["requests"]).select_related("programme")
    return _about_the_file(mail, "closed", file, editions=editions.order_by("pk"))


@outbox.letter("participants/opened_again")
def opened_again(mail: outbox.Mail) -> outbox.Letter | None:
    file = _file(mail.object_id)
    return _about_the_file(mail, "opened_again", file) if file is not None and not file.is_closed else None


@outbox.letter("participants/linked")
def linked(mail: outbox.Mail) -> outbox.Letter | None:
    """To the address they sign in with: the file that was kept for them is in their space."""
    file = _file(mail.object_id)
    return _about_the_file(mail, "linked", file) if file else None


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
