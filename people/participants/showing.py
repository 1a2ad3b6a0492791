"""What a card shows, ready for ``participants/_card.html``: each part under its own consent, or all of it to its owner."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from core.bilingual import Said
from core.reference.models import FrenchSkill
from core.reference.occupation_search import describe
from people.participants.models import Card, Document, FrenchSkillLevel
from people.participants.rules import ShownCard, sees_all_of
from people.programmes.kinds import SKILLS
from people.timetable.availability import Availability


@dataclass(frozen=True)
class CardFace:
    """One card as it is read. ``french``: (skill, level) pairs; ``cv``: None where there is none, or it is not shown."""

    card: Card
    #: Official or everyday name of the occupation; None until one is chosen.
    occupation: Said | None
    regions: list[str]
    free: list[str]
    french: list[tuple[str, int]]
    cv: Document | None
    shows_portrait: bool

    @property
    def is_empty(self) -> bool:
        return not (self.occupation or self.card.headline or self.card.summary or self.card.skills or self.free)


def face_of(card: Card, *, whole: bool = False) -> CardFace:
    """What somebody else sees of a card now. ``whole``: what its owner and their caseworkers see, consents aside.

    Cost: about 10 queries. That the reader may see the card at all, ``Card.objects.visible_to`` has said before.
    """
    shown = ShownCard(card)
    occupation = describe(card.occupation_code, get_language() or "fr") if card.occupation_code else None
    return CardFace(
        card=card,
        occupation=occupation.title if occupation else None,
        regions=[str(region.name) for region in card.regions.all()],
        free=Availability(card.availability).lines(),
        french=_french(card) if whole or shown.shows_french else [],
        cv=cv_of(card) if whole or shown.shows_cv else None,
        shows_portrait=bool(card.portrait) if whole else shown.shows_portrait,
    )


def cv_of(card: Card) -> Document | None:
    return Document.objects.of_person(card.person).filter(kind=Document.Kind.CV).first()


def may_open_cv(user: Any, card: Card) -> bool:
    """Whether somebody who sees the card may open the CV from it. Cost: as ``ShownCard``, unless they see all of it."""
    return sees_all_of(user, card) or ShownCard(card).shows_cv


def may_see_portrait(user: Any, card: Card) -> bool:
    return sees_all_of(user, card) or ShownCard(card).shows_portrait


def _french(card: Card) -> list[tuple[str, int]]:
    """Oral skills alone: that is what people agree to show."""
    levels = FrenchSkillLevel.objects.filter(case_file__person=card.person, skill__in=SKILLS["oral"])
    names = {skill.pk: str(skill.name) for skill in FrenchSkill.objects.all()}
    return [(names[row.skill_id], int(row.level_id)) for row in levels]
