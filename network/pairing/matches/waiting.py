"""What a match asks of its two people: a signature, a review, the logbook."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.pairing.kinds import Format
from network.pairing.matches import rules
from network.pairing.matches.models import Agreement, Match, Moment, Review, State
from people.accounts.models import Person
from people.participants.waiting import Waiting, waits_for_me

REVIEWS: dict[str, str | Promise] = {
    Moment.FIRST: _("Say how the first meeting went"),
    Moment.MIDWAY: _("Give the midway review of my match"),
    Moment.FINAL: _("Give the final review of my match"),
}


def to_do(person: Person) -> Iterable[Waiting]:
    """Cost: 3 queries."""
    mine = Match.objects.of_person(person).filter(state__in=rules.GOING_ON)
    drafts = Agreement.objects.draft().filter(match__in=mine).select_related("match")
    for draft in drafts.order_by("pk"):
        side = draft.match.side_of(person)
        if side is not None and not draft.signed_at(side):
            url = reverse("matches:agreement", args=[draft.match_id])
            yield Waiting(
                _("Read and sign the agreement of my match"), url, why=_("It begins once both have signed."), order=12
            )
    for review in Review.objects.of_person(person).awaited().select_related("party"):
        yield Waiting(REVIEWS[review.moment], reverse("matches:review", args=[review.pk]), order=20)
    done = Match.objects.of_person(person).filter(format=Format.PLACEMENT, state=State.DONE)
    for match in done.select_related("logbook").order_by("pk"):
        yield from _logbook(match, person)


def _logbook(match: Match, person: Person) -> Iterable[Waiting]:
    book = getattr(match, "logbook", None)
    if match.format == Format.PLACEMENT and match.candidate_id == person.pk and not (book and book.is_written):
        url = reverse("matches:logbook", args=[match.pk])
        why = _("With it and the two reviews, the placement is completed.")
        yield Waiting(_("Write my logbook"), url, why=why, order=22)


def register() -> None:
    """Called by ``AppConfig.ready``."""
    waits_for_me(to_do)
