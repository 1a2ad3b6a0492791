"""Who is ready, and how a caseworker finds them: their own organisation's people, and cards of a partner's.

People of one's own organisation are read with their file. A regional partner of an edition also finds, by card and without a
name, people whom a candidate bank of the same edition follows, who wish its region, and who agreed that their card is
shown and that a match is looked for (DOMAIN, 5.2: a match across organisations shares the card, then the file).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.functional import cached_property

from core import search
from people.consent.rules import consenting
from people.organisations.models import Organisation
from people.participants.models import Candidacy, Card, FrenchSkillLevel, caseworker_scopes
from people.participants.models.candidacy import CandidacyQuerySet
from people.pool.counts import BANDS, NOT_SAID
from people.programmes.kinds import SKILLS
from people.programmes.models import Edition, Partner

PAGE = 50
#: People that can be paged through: whoever finds more says more precisely whom they look for.
MOST = 1000
Found: TypeAlias = CandidacyQuerySet


@dataclass(frozen=True)
class Wanted:
    """What is looked for; what is empty narrows nothing. ``free``: parts of the week (21 bits) of which one is enough."""

    words: str = ""
    edition: Edition | None = None
    major_group: str = ""
    unit_group: str = ""
    region: str = ""
    free: int = 0
    #: One of ``counts.BANDS`` that names levels: of the lower of the two oral skills.
    french: str = ""


# ------------------------------------------------------------------ whom one may find


def own(user: Any) -> Found:
    """Requests in the pool of people whom one of the user's organisations follows. Cost: 1 query."""
    organisations = list(Organisation.objects.filter(scope__in=caseworker_scopes(user)).values_list("pk", flat=True))
    # Said beside ``visible_to`` so that an index gives them in the order of the list.
    return Candidacy.objects.visible_to(user).in_pool().filter(organisation__in=organisations)


def of_partners(user: Any) -> Found:
    """Requests in the pool of people of the candidate banks of one's editions, who agreed to be found there.

    Cost: 1 query; none for who follows nobody.
    """
    scopes = caseworker_scopes(user)
    if not scopes:
        return Candidacy.objects.none()
    regional = Partner.objects.filter(
        role=Partner.Part.REGIONAL,
        organisation__scope__in=scopes,
        organisation__region__isnull=False,
        edition__state__in=Edition.SHOWN,
    )
    wished = Q(pk__in=[])
    for edition, region in regional.values_list("edition", "organisation__region"):
        wished |= Q(edition=edition) & wishes(region)
    bank = Partner.objects.filter(
        role=Partner.Part.BANK, edition=OuterRef("edition"), organisation=OuterRef("organisation")
    )
    return (
        Candidacy.objects.in_pool()
        .filter(wished, Exists(bank), consenting("card", person="case_file__person"))
        .exclude(organisation__scope__in=scopes)
    )


def found_among_partners(user: Any) -> Q:
    """Cards that ``of_partners`` finds: a reason to see them. Cost: 1 query for a caseworker."""
    if not caseworker_scopes(user):
        return Q(pk__in=[])
    return Q(Exists(of_partners(user).filter(case_file__person=OuterRef("person"))))


def wishes(region: str) -> Q:
    """Candidacies of people who wish this region, or any."""
    named = Card.regions.through.objects.filter(card=OuterRef("case_file__person__card"), region=region)
    return Q(case_file__person__card__goes_anywhere=True) | Q(Exists(named))


# ------------------------------------------------------------------ narrowing


def narrow(found: Found, wanted: Wanted) -> Found:
    """Those that fit all of what is wanted. Cost: none of its own; with words 1 or 2 queries."""
    if wanted.edition is not None:
        found = found.filter(edition=wanted.edition)
    if wanted.major_group:
        found = found.filter(case_file__person__card__major_group=wanted.major_group)
    if wanted.unit_group:
        found = found.filter(case_file__person__card__occupation_code=wanted.unit_group)
    if wanted.region:
        found = found.filter(wishes(wanted.region))
    if wanted.free:
        bits = F("case_file__person__card__availability").bitand(wanted.free)
        found = found.alias(common=bits).filter(common__gt=0)
    if wanted.french:
        found = found.filter(speaks(wanted.french))
    said: Any = search.narrow(found, wanted.words, type="participants.card", field="case_file__person__card")
    return cast(Found, said)


def with_shown_french(found: Found) -> Found:
    """Of people who agreed that their level of French is shown: for questions about it that others ask."""
    return found.filter(consenting("french_level", person="case_file__person"))


def speaks(band: str) -> Q:
    """Candidacies of people whose lower oral skill is in the band; both skills must be known."""
    low, high = (int(end) for end in band.split("-"))
    first, second = SKILLS["oral"]
    up, down = range(low, 13), range(1, high + 1)
    return _level(first, up) & _level(second, up) & (_level(first, down) | _level(second, down))


def _level(skill: str, levels: Iterable[int]) -> Q:
    held = FrenchSkillLevel.objects.filter(case_file=OuterRef("case_file"), skill=skill)
    return Q(Exists(held.filter(level__in=[str(level) for level in levels])))


def band_of(levels: Mapping[str, int]) -> str:
    """Band of the lower oral skill, from the level of each skill; ``NOT_SAID`` unless both are known."""
    known = [levels[skill] for skill in SKILLS["oral"] if skill in levels]
    if len(known) < len(SKILLS["oral"]):
        return NOT_SAID
    return next((band for band in BANDS[:-1] if min(known) <= int(band.split("-")[1])), NOT_SAID)


# ------------------------------------------------------------------ the list


def once_each(found: Found, among: QuerySet[Candidacy]) -> Found:
    """Each person once, by the request that has been in the pool longest of those ``among``."""
    longer = Q(state_since__lt=OuterRef("state_since")) | Q(state_since=OuterRef("state_since"), pk__lt=OuterRef("pk"))
    return found.filter(~Exists(among.filter(longer, case_file=OuterRef("case_file"))))


def in_order(found: Found) -> Found:
    """Who has been ready for longest comes first."""
    return found.order_by("state_since", "pk")


class People(Paginator[Candidacy]):
    """Pages of 50, and no more than 1000 people: counting goes no further either, however many there are."""

    @cached_property
    def counted(self) -> int:
        found: Any = self.object_list
        return int(found[: MOST + 1].count())

    @property
    def has_more(self) -> bool:
        """There are more than can be paged through."""
        return self.counted > MOST

    @cached_property
    def count(self) -> int:
        return min(MOST, self.counted)


@dataclass(frozen=True)
class Search:
    """What one user may look through: their own organisation's people (``is_own``), or partners' cards."""

    user: Any
    base: Found
    is_own: bool

    @classmethod
    def of_own(cls, user: Any) -> "Search":
        """Cost: 1 query."""
        return cls(user, own(user), is_own=True)

    @classmethod
    def of_partners(cls, user: Any) -> "Search":
        """Cost: 1 query."""
        return cls(user, of_partners(user), is_own=False)

    def find(self, wanted: Wanted) -> Found:
        """Those that fit, each person once, in order. Cost: none of its own; with words 1 or 2 queries."""
        found = with_shown_french(self.base) if wanted.french and not self.is_own else self.base
        found = narrow(found, wanted)
        if wanted.edition is None:
            # The person agreed to all of it or to nothing: their other requests are in the pool, too.
            among = Candidacy.objects.filter(state=Candidacy.State.IN_POOL) if self.is_own else self.base
            found = once_each(found, among)
        return in_order(found)

    def editions(self) -> QuerySet[Edition]:
        """Editions to choose from: those that one's organisations run."""
        mine = Partner.objects.filter(organisation__scope__in=caseworker_scopes(self.user))
        if not self.is_own:
            mine = mine.filter(role=Partner.Part.REGIONAL)
        return Edition.objects.public().filter(pk__in=mine.values("edition")).select_related("programme")
