"""Who is ready, and how a caseworker finds them: their own organisation's people, and cards of a partner's.

People of one's own organisation are read with their file. A regional partner of an edition also finds, by card and without a
name, people whom a candidate bank of the same edition follows, who wish its region, and who agreed that their card is
shown and that a match is looked for (DOMAIN, 5.2: a match across organisations shares the card, then the file).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.lookups import GreaterThan
from django.utils.functional import cached_property

from core.search import finding as search
from people.consent.rules import consenting
from people.organisations.models import Organisation
from people.participants.models import Candidacy, Card, caseworker_scopes
from people.participants.models.candidacy import CandidacyQuerySet
from people.pool.models import PoolEntry, region_bit
from people.pool.models.entry import PoolEntryQuerySet
from people.programmes.models import Edition, Partner

PAGE = 25
#: People that can be paged through: whoever finds more says more precisely whom they look for.
MOST = 250
#: Entries that are read at once.
BATCH = 350


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


def own_truth(user: Any) -> CandidacyQuerySet:
    """Requests in the pool of people whom one of the user's organisations follows."""
    return Candidacy.objects.visible_to(user).in_pool()


def shown_to_partners(user: Any, pairs: Iterable[tuple[int, str]]) -> CandidacyQuerySet:
    """Requests in the pool that a regional partner may know of, by card. ``pairs``: its editions, and the region it has."""
    return _by_card(pairs).exclude(organisation__scope__in=caseworker_scopes(user))


def shown_to(organisation: Organisation) -> CandidacyQuerySet:
    """The same, for one organisation. Cost: 1 query of its own."""
    pairs = _regional().filter(organisation=organisation).values_list("edition", "organisation__region")
    return _by_card(pairs).exclude(organisation=organisation)


def _by_card(pairs: Iterable[tuple[int, str]]) -> CandidacyQuerySet:
    wished = Q(pk__in=[])
    for edition, region in pairs:
        named = Card.regions.through.objects.filter(card=OuterRef("case_file__person__card"), region=region)
        wished |= Q(edition=edition) & (Q(case_file__person__card__goes_anywhere=True) | Q(Exists(named)))
    bank = Partner.objects.filter(
        role=Partner.Part.BANK, edition=OuterRef("edition"), organisation=OuterRef("organisation")
    )
    return Candidacy.objects.in_pool().filter(wished, Exists(bank), consenting("card", person="case_file__person"))


def found_among_partners(user: Any) -> Q:
    """Cards that a regional partner may look at: a reason to see them. Cost: 1 query for a caseworker."""
    pairs = editions_and_regions(user)
    if not pairs:
        return Q(pk__in=[])
    return Q(Exists(shown_to_partners(user, pairs).filter(case_file__person=OuterRef("person"))))


def editions_and_regions(user: Any) -> list[tuple[int, str]]:
    """Editions under way of which one of the user's organisations is a regional partner, with its region. Cost: 1 query, or none."""
    scopes = caseworker_scopes(user)
    if not scopes:
        return []
    regional = _regional().filter(organisation__scope__in=scopes)
    return list(regional.values_list("edition", "organisation__region"))


def _regional() -> QuerySet[Partner]:
    """Regional partners of editions under way, of which the region is known."""
    found = Partner.objects.filter(
        role=Partner.Part.REGIONAL, organisation__region__isnull=False, edition__state__in=Edition.SHOWN
    )
    return found.order_by("pk")


# ------------------------------------------------------------------ looking


def has_one_of(column: str, bits: int) -> Combinable:
    """Whether a column of bits has one of these."""
    return GreaterThan(F(column).bitand(bits), 0)


def narrow(entries: PoolEntryQuerySet, wanted: Wanted) -> PoolEntryQuerySet:
    """Entries that fit what is wanted, words aside. No query."""
    if wanted.edition is not None:
        entries = entries.filter(edition=wanted.edition)
    if wanted.major_group:
        entries = entries.filter(major_group=wanted.major_group)
    if wanted.unit_group:
        entries = entries.filter(unit_group=wanted.unit_group)
    if wanted.region:
        entries = entries.filter(has_one_of("regions", region_bit(wanted.region)))
    if wanted.free:
        entries = entries.filter(has_one_of("availability", wanted.free))
    if wanted.french:
        entries = entries.filter(band=wanted.french)
    return entries


@dataclass(frozen=True)
class Search:
    """What one user may look through: their own organisation's people (``is_own``), or partners' cards.

    ``entries`` say where to look, in an order that an index gives; ``truth`` says who may be found there now. The first are
    read some hundreds at a time and the second asked about these alone: so it costs the same on either database, and takes as
    long as it takes to find one person more than can be paged through.
    """

    user: Any
    entries: PoolEntryQuerySet
    truth: CandidacyQuerySet
    is_own: bool

    @classmethod
    def of_own(cls, user: Any) -> "Search":
        """Cost: 1 query."""
        mine = Organisation.objects.filter(scope__in=caseworker_scopes(user))
        organisations = list(mine.order_by("pk").values_list("pk", flat=True))
        # One organisation is the rule, and lets an index give its people in order.
        which = {"organisation": organisations[0]} if len(organisations) == 1 else {"organisation__in": organisations}
        return cls(user, PoolEntry.objects.filter(**which), own_truth(user), is_own=True)

    @classmethod
    def of_partners(cls, user: Any) -> "Search":
        """Cost: 1 query; none for who follows nobody."""
        pairs = editions_and_regions(user)
        where = Q(pk__in=[])
        for edition, region in pairs:
            where |= Q(edition=edition) & Q(has_one_of("regions", region_bit(region)))
        return cls(user, PoolEntry.objects.filter(where), shown_to_partners(user, pairs), is_own=False)

    def find(self, wanted: Wanted) -> list[int]:
        """Requests of those who fit, each person once, who has been ready for longest first: one more than ``MOST`` at most.

        Cost: 2 queries for ``BATCH`` entries, and 1 or 2 for words of which nobody's card has all. The words may have a letter
        wrong where nobody who may be found here has them as typed.
        """
        question = search.read(wanted.words, type="participants.card")
        if not question.asked:
            return self._those(wanted, None)
        found = self._those(wanted, search.keys(question))
        if not found and not question.is_empty and (wider := search.tolerant(question)):
            found = self._those(wanted, search.keys(wider))
        return found

    def _those(self, wanted: Wanted, cards: RawSQL | None) -> list[int]:
        entries = narrow(self.entries, wanted)
        if cards is not None:
            entries = entries.filter(card__in=cards)
        if self.is_own and wanted.edition is None:
            # All of a person's requests are of one organisation and stand under the same consents.
            entries = entries.filter(is_first=True)
        truth = self.truth
        if wanted.french and not self.is_own:
            # A question about it is answered for those alone who agreed that it be shown.
            truth = truth.filter(consenting("french_level", person="case_file__person"))
        return list(islice(self._in_truth(entries, truth), MOST + 1))

    def _in_truth(self, entries: PoolEntryQuerySet, truth: CandidacyQuerySet) -> Iterator[int]:
        seen: set[int] = set()
        last: tuple[Any, int] | None = None
        while True:
            rest = entries if last is None else entries.filter(Q(since__gt=last[0]) | Q(since=last[0], pk__gt=last[1]))
            batch = list(rest.order_by("since", "pk").values_list("pk", "case_file", "since")[:BATCH])
            there = set(truth.filter(pk__in=[pk for pk, _file, _since in batch]).values_list("pk", flat=True))
            for pk, file, _since in batch:
                if pk in there and file not in seen:
                    seen.add(file)
                    yield pk
            if len(batch) < BATCH:
                return
            last = batch[-1][2], batch[-1][0]

    def editions(self) -> QuerySet[Edition]:
        """Editions to choose from: those that one's organisations run."""
        mine = Partner.objects.filter(organisation__scope__in=caseworker_scopes(self.user))
        if not self.is_own:
            mine = mine.filter(role=Partner.Part.REGIONAL)
        return Edition.objects.public().filter(pk__in=mine.values("edition")).select_related("programme")


class People(Paginator[int]):
    """Pages of what ``Search.find`` found, and no more than ``MOST`` people."""

    @property
    def has_more(self) -> bool:
        """There are more than can be paged through."""
        return len(self.object_list) > MOST

    @cached_property
    def count(self) -> int:
        return min(MOST, len(self.object_list))
