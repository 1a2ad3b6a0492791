"""What each side is shown of the other: the offer without its address; the professional card without a name, under consent."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils import timezone

from core import dates
from core.reference.models import FrenchSkill
from core.reference.naming import unit_names
from network.pairing.kinds import Access, Purpose
from network.pairing.offers.models import Offer
from network.pairing.proposals.models import Proposal, State
from people.consent import rules as consents
from people.participants.models import Card
from people.participants.showing import CardFace, face_of
from people.timetable.availability import Availability

#: While it is open, and once both said yes, the card is shown.
SHOWING = (State.OPEN, State.ACCEPTED)


@dataclass(frozen=True)
class OfferFace:
    """An offer as a candidate reads it: never its address, never who the host is."""

    offer: Offer
    occupations: list[str]
    where: list[str]
    #: Hours free on both sides, in words; dates the host named.
    common: list[str]
    days: list[str]
    languages: list[str]
    access: list[str]
    purposes: list[str]


def offer_face(proposal: Proposal) -> OfferFace:
    """Cost: 6 queries."""
    offer = proposal.offer
    codes = [row.code for row in offer.occupations.all()]
    names = unit_names(codes)
    common = proposal.request.availability & offer.availability
    return OfferFace(
        offer=offer,
        occupations=[names.get(code, code) for code in codes],
        where=[offer.where] if offer.where else [],
        common=Availability(common).lines(),
        days=[_day(row) for row in offer.dates.filter(day__gte=timezone.localdate())],
        languages=_languages(offer),
        access=_labels(offer.access, Access),
        purposes=_labels(offer.purposes, Purpose),
    )


def _day(row: Any) -> str:
    day: date = row.day
    return f"{dates.day_words(day, year=False)}, {dates.hours_words(row.starts, row.ends)}"


def _languages(offer: Offer) -> list[str]:
    skills = {skill.pk: str(skill.name) for skill in FrenchSkill.objects.all()}
    french = [f"{skills[need.skill_id]} {need.level_id}" for need in offer.french_needs.all()]
    return french + [f"{need.name} ({need.get_ease_display()})" for need in offer.language_needs.all()]


def _labels(codes: list[str], kinds: Any) -> list[str]:
    labels = dict(kinds.choices)
    return [str(labels[code]) for code in codes if code in labels]


def card_face(proposal: Proposal) -> CardFace | None:
    """The candidate's card as the host reads it: no name, no portrait, no CV, French only where they agree.

    None once it is over, or where the person no longer agrees that it is shown. Cost: about 12 queries.
    """
    if proposal.state not in SHOWING or not consents.holds(proposal.person_id, "card"):
        return None
    card = Card.objects.select_related("person", "major_group").filter(person=proposal.person_id).first()
    if card is None:
        return None
    return replace(face_of(card), cv=None, shows_portrait=False)
