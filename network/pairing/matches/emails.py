"""Letters about a match: to its two people, also read on paper; to staff by number alone."""

from django.db.models import Q
from django.urls import reverse
from django.utils import translation

from core import outbox
from core.mail import absolute, render
from network.pairing.matches import rules
from network.pairing.matches.models import Agreement, Match, Party, Review, Side, State
from people.participants.models import CaseFile

#: Where each letter leads, beside the match's page.
_AGREEMENT = {"began", "your_turn", "changed"}


def _match(pk: str) -> Match | None:
    related = ("candidate", "host", "offer__organisation", "edition__programme", "request__candidacy__case_file")
    return Match.objects.select_related(*related).filter(pk=pk).first()


def _still_holds(match: Match, what: str, side: str) -> bool:
    """Whether there still is something to say."""
    if what in _AGREEMENT:
        own = {f"{side}_signed_at": None}
        return rules.may_edit(match) and Agreement.objects.draft().filter(match=match, **own).exists()
    if what.startswith("review_"):
        moment = what.removeprefix("review_")
        return Review.objects.awaited().filter(party__match=match, party__side=side, moment=moment).exists()
    if what in {"ended", "completed"}:
        return match.state == what
    if what in {"paused", "unpaused"}:
        return match.is_live and match.is_resting == (what == "paused")
    return match.state != State.ENDED or what == "logbook"


def _path(match: Match, what: str, side: str) -> str:
    if what in _AGREEMENT:
        return reverse("matches:agreement", args=[match.pk])
    if what.startswith("review_"):
        awaited = Q(party__match=match, party__side=side, moment=what.removeprefix("review_"))
        review = Review.objects.filter(awaited).values_list("pk", flat=True).first()
        return reverse("matches:review", args=[review])
    return reverse("matches:match", args=[match.pk])


@outbox.letter("matches/step")
def step(mail: outbox.Mail) -> outbox.Letter | None:
    """What happened, and what there is to do; dropped when it holds no more."""
    party, what = Party.objects.filter(pk=mail.object_id).first(), mail.payload["what"]
    match = _match(str(party.match_id)) if party else None
    if party is None or match is None:
        return None
    side = party.side
    if match.person_of(side).erased_at or not _still_holds(match, what, side):
        return None
    with translation.override(mail.language):
        facts = {
            "match": match,
            "what": what,
            "side": side,
            "again": mail.payload.get("again", False),
            "other": match.person_of(Side(side).other).name if match.is_signed else "",
            "link": absolute(_path(match, what, side)) if mail.recipient else "",
        }
        return render("matches/mail/step", facts)


@outbox.letter("matches/work")
def work(mail: outbox.Mail) -> outbox.Letter | None:
    """To who follows the candidate: what there is to look at, by the file's number."""
    match = _match(mail.object_id)
    if match is None:
        return None
    file = CaseFile.objects.filter(person=match.candidate_id).first()
    with translation.override(mail.language):
        link = absolute(reverse("matches:staff_match", args=[match.pk]))
        return render("matches/mail/work", {"match": match, "file": file, "what": mail.payload["what"], "link": link})
