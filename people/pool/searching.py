"""Who is ready, and how a caseworker finds them: their own organisation's people, and cards of a partner's.

People of one's own organisation are read with their file. A regional partner of an edition also finds, by card and without a
name, people whom a candidate bank of the same edition follows, who wish its region, and who agreed that their card is
shown and that a match is looked for (DOMAIN, 5.2: a match across organisations shares the card, then the file).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.lookups import GreaterThan
from django.utils.functional import cached_property

from core import search
from people.consent.rules import consenting
from people.organisations.models import Organisation
from people.participants.models import Candidacy, Card, caseworker_scopes
from people.participants.models.candidacy import CandidacyQuerySet
from people.pool.models import PoolEntry, region_bit
from people.pool.models.entry import PoolEntryQuerySet
from people.programmes.models import Edition, Partner

PAGE = 50
#: People that can be paged through: whoever finds more says more precisely whom they look for.
MOST = 1000
Found: TypeAlias = PoolEntryQuerySet


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
    """People in the pool whom one of the user's organisations follows. Cost: 1 query."""
    organisations = list(Organisation.objects.filter(scope__in=caseworker_scopes(user)).values_list("pk", flat=True))
    truth = Candidacy.objects.visible_to(user).in_pool()
    return PoolEntry.objects.filter(organisation__in=organisations).filter(_as_it_is(truth))


def of_partners(user: Any) -> Found:
    """People in the pool of the candidate banks of one's editions, who agreed to be found there.

    Cost: 1 query; none for who follows nobody.
    """
    pairs = _editions_and_regions(user)
    narrowed = Q(pk__in=[])
    for edition, region in pairs:
        narrowed |= Q(edition=edition) & Q(_common("regions", region_bit(region)))
    return PoolEntry.objects.filter(narrowed).filter(_as_it_is(shown_to_partners(user, pairs)))


def shown_to_partners(user: Any, pairs: Iterable[tuple[int, str]]) -> CandidacyQuerySet:
    """Requests in the pool that a regional partner may know of, by card. ``pairs``: its editions, and the region it has."""
    wished = Q(pk__in=[])
    for edition, region in pairs:
        named = Card.regions.through.objects.filter(card=OuterRef("case_file__person__card"), region=region)
        wished |= Q(edition=edition) & (Q(case_file__person__card__goes_anywhere=True) | Q(Exists(named)))
    bank = Partner.objects.filter(
        role=Partner.Part.BANK, edition=OuterRef("edition"), organisation=OuterRef("organisation")
    )
    return (
        Candidacy.objects.in_pool()
        .filter(wished, Exists(bank), consenting("card", person="case_file__person"))
        .exclude(organisation__scope__in=caseworker_scopes(user))
    )


def found_among_partners(user: Any) -> Q:
    """Cards that ``of_partners`` finds: a reason to see them. Cost: 1 query for a caseworker."""
    pairs = _editions_and_regions(user)
    if not pairs:
        return Q(pk__in=[])
    return Q(Exists(shown_to_partners(user, pairs).filter(case_file__person=OuterRef("person"))))


def _editions_and_regions(user: Any) -> list[tuple[int, str]]:
    """Editions under way of which one of the user's organisations is a regional partner, with its region."""
    scopes = caseworker_scopes(user)
    if not scopes:
        return []
    regional = Partner.objects.filter(
        role=Partner.Part.REGIONAL,
        organisation__scope__in=scopes,
        organisation__region__isnull=False,
        edition__state__in=Edition.SHOWN,
    )
    return list(regional.order_by("pk").values_list("edition", "organisation__region"))


def _as_it_is(truth: CandidacyQuerySet) -> Exists:
    """Entries only say where to look: whoever is found is in the pool as it stands now, consents included."""
    return Exists(truth.filter(pk=OuterRef("pk")))


def _common(column: str, bits: int) -> Combinable:
    """Whether a column of bits has one of these."""
    return GreaterThan(F(column).bitand(bits), 0)


# ------------------------------------------------------------------ narrowing


def narrow(found: Found, wanted: Wanted) -> Found:
    """Those that fit all of what is wanted. Cost: none of its own; with words 1 or 2 queries."""
    if wanted.edition is not None:
        found = found.filter(edition=wanted.edition)
    if wanted.major_group:
        found = found.filter(major_group=wanted.major_group)
    if wanted.unit_group:
        found = found.filter(unit_group=wanted.unit_group)
    if wanted.region:
        found = found.filter(_common("regions", region_bit(wanted.region)))
    if wanted.free:
        found = found.filter(_common("availability", wanted.free))
    if wanted.french:
        found = found.filter(band=wanted.french)
    said: Any = search.narrow(found, wanted.words, type="participants.card", field="card")
    return cast(Found, said)


# ------------------------------------------------------------------ the list


def once_each(found: Found, among: Found) -> Found:
    """Each person once, by the request that has been in the pool longest of those ``among``."""
    longer = Q(since__lt=OuterRef("since")) | Q(since=OuterRef("since"), pk__lt=OuterRef("pk"))
    # Who stands first of all of their own does so of these: the others alone are compared.
    return found.filter(Q(is_first=True) | ~Q(Exists(among.filter(longer, case_file=OuterRef("case_file")))))


def in_order(found: Found) -> Found:
    """Who has been ready for longest comes first."""
    return found.order_by("since", "pk")


class People(Paginator[PoolEntry]):
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
        found = self.base
        if wanted.french and not self.is_own:
            # A question about it is answered for those alone who agreed that it be shown.
            found = found.filter(consenting("french_level", person="case_file__person"))
        found = narrow(found, wanted)
        if wanted.edition is None:
            # All of a person's requests are of one organisation and stand under the same consents.
            found = found.filter(is_first=True) if self.is_own else once_each(found, self.base)
        return in_order(found)

    def editions(self) -> QuerySet[Edition]:
        """Editions to choose from: those that one's organisations run."""
        mine = Partner.objects.filter(organisation__scope__in=caseworker_scopes(self.user))
        if not self.is_own:
            mine = mine.filter(role=Partner.Part.REGIONAL)
        return Edition.objects.public().filter(pk__in=mine.values("edition")).select_related("programme")
