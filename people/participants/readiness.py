"""What stands between an eligible person and the pool: the same answer for one person, for a list and for the morning."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from people.consent.rules import consenting
from people.participants.models import Candidacy, Card


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


def with_what_is_there(candidacies: QuerySet[Candidacy], person: str = "case_file__person") -> QuerySet[Candidacy]:
    """With what :func:`missing` reads. No query of its own."""
    cards = Card.objects.filter(person=OuterRef(person))
    return candidacies.annotate(
        has_occupation=Exists(cards.exclude(occupation_code="")),
        has_hours=Exists(cards.filter(availability__gt=0)),
        matching_on=consenting("matching", person=person),
    )


def missing(candidacy: Any) -> list[Missing]:
    """Of a candidacy that came through :func:`with_what_is_there`."""
    found = [
        (candidacy.has_occupation, OCCUPATION),
        (candidacy.has_hours, AVAILABILITY),
        (candidacy.matching_on, MATCHING),
    ]
    return [what for is_there, what in found if not is_there]


def words_of(what: Sequence[Missing]) -> str:
    """ "No occupation on the card; matching is off"."""
    return capfirst("; ".join(str(each.words) for each in what))
