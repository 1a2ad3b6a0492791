"""What stands between an eligible person and the pool: the same answer for one person, for a list and for the morning.

Of somebody who is in the pool, too: matching runs out, a card is emptied, and nobody finds them any more
(``Candidacy.objects.in_pool``). Their state stays, since a caseworker set it and it says what was decided; so each page that
shows it asks here whether it holds, and what the caseworker or the person does about it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from people.consent.rules import consenting
from people.participants.models import Candidacy, Card
from people.participants.models.candidacy import CandidacyQuerySet


@dataclass(frozen=True)
class Missing:
    """One thing that is missing. ``step``: the step of the profile where it is said; "" where a consent is missing."""

    code: str
    words: str | Promise
    step: str = ""


OCCUPATION = Missing("occupation", _("no occupation on the card"), "work")
AVAILABILITY = Missing("availability", _("no free hours on the card"), "wishes")
MATCHING = Missing("matching", _("matching is off"))


def nothing_missing(person: str) -> Q:
    """Condition on rows that lead to the Person at the end of ``person``: card complete, matching on."""
    complete = Exists(Card.objects.complete().filter(person=OuterRef(person)))
    return Q(complete) & Q(consenting("matching", person=person))


def with_what_is_there(candidacies: CandidacyQuerySet, person: str = "case_file__person") -> CandidacyQuerySet:
    """With what :func:`missing` reads. No query of its own."""
    cards = Card.objects.filter(person=OuterRef(person))
    return candidacies.annotate(
        has_occupation=Exists(cards.exclude(occupation_code="")),
        has_hours=Exists(cards.filter(availability__gt=0)),
        matching_on=consenting("matching", person=person),
    )


def missing(candidacy: Any) -> list[Missing]:
    """Of a candidacy that came through :func:`with_what_is_there`; of one that is neither eligible nor in the pool, nothing."""
    if candidacy.state not in {Candidacy.State.ELIGIBLE, Candidacy.State.IN_POOL}:
        return []
    found = [
        (candidacy.has_occupation, OCCUPATION),
        (candidacy.has_hours, AVAILABILITY),
        (candidacy.matching_on, MATCHING),
    ]
    return [what for is_there, what in found if not is_there]


def is_not_found(candidacy: Any) -> bool:
    """In the pool, and nobody finds them there. Of a candidacy that came through :func:`with_what_is_there`."""
    return candidacy.state == Candidacy.State.IN_POOL and bool(missing(candidacy))


def words_of(what: Sequence[Missing]) -> str:
    """ "No occupation on the card; matching is off"."""
    return capfirst("; ".join(str(each.words) for each in what))
