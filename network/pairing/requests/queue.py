"""The queue: who waits longest comes first. A person's place in their field, and what would widen the search."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.reference.models import MajorGroup
from core.reference.occupation_search import describe
from network.pairing.editions.models import PairingSettings
from network.pairing.kinds import PAIRED
from network.pairing.requests.completeness import anchor_of
from network.pairing.requests.models import Request, State
from people.consent.rules import consenting
from people.participants import readiness
from people.participants.models import Candidacy
from people.timetable.availability import Availability


@dataclass(frozen=True)
class Place:
    """The ``number``-th of ``all`` who wait in one field of an edition."""

    number: int
    all: int
    field: MajorGroup

    @property
    def nth(self) -> str:
        """« 1er », « 7e »; "1st", "7th"."""
        if (get_language() or "fr").startswith("fr"):
            return f"{self.number}{'er' if self.number == 1 else 'e'}"
        tail = "th" if self.number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(self.number % 10, "th")
        return f"{self.number}{tail}"


def place_of(request: Request) -> Place | None:
    """Among those of the same edition whose first occupation is of the same major group. None unless it waits. Cost: 2 queries."""
    if request.state != State.WAITING or request.waiting_since is None:
        return None
    first = request.occupations.select_related("major_group").first()
    if first is None:
        return None
    alike = Request.objects.waiting().filter(
        candidacy__edition=request.candidacy.edition_id,
        occupations__rank=1,
        occupations__major_group=first.major_group_id,
    )
    before = Q(waiting_since__lt=request.waiting_since) | Q(waiting_since=request.waiting_since, pk__lt=request.pk)
    counted = alike.aggregate(all=Count("pk"), before=Count("pk", filter=before))
    return Place(counted["before"] + 1, max(counted["all"], counted["before"] + 1), first.major_group)


@dataclass(frozen=True)
class Way:
    """One thing that widens the search. ``field``: where the form asks for it."""

    field: str
    words: str | Promise

    @property
    def anchor(self) -> str:
        return anchor_of(self.field) if self.field != "musts" else "wants"


def ways_to_widen(request: Request) -> list[Way]:
    """What this request leaves out, and may take in. Cost: 3 queries at most."""
    settings = PairingSettings.objects.filter(pk=request.candidacy.edition_id).first()
    offered = [each for each in (settings.formats if settings else []) if each in PAIRED]
    found = []
    if any(each.value not in request.formats for each in offered):
        found.append(Way("formats", _("Accept another way of meeting somebody: a short conversation is found sooner.")))
    if not request.online_welcome:
        found.append(
            Way("online_welcome", _("Say that online suits you, too: hosts of all regions can then meet you."))
        )
    if not request.goes_anywhere:
        found.append(Way("regions", _("Add a region, or say that any region would do.")))
    if request.musts:
        found.append(Way("musts", _("Make a wish of what must be: see there how many hosts it costs.")))
    if not request.related_welcome:
        found.append(Way("related_welcome", _("Say that related occupations interest you, too.")))
    return found


def occupations_of(asked: Request) -> list[str]:
    """What the person aims at, by name, the main one first. Cost: 1 query, and 1 an occupation."""
    language = get_language() or "fr"
    found = [describe(each.code, language) for each in asked.occupations.all()]
    return [str(each.title) for each in found if each is not None]


def hours_of(asked: Request) -> list[str]:
    return Availability(asked.availability).lines()


#: Hosts read the card before they answer: without it nobody can be put before them.
CARD = readiness.Missing("card", _("no consent that hosts read the card, without the name"))


def with_what_is_there(asked: Request) -> Any:
    """The candidacy with what :func:`missing_of` reads. Cost: 1 query."""
    rows = readiness.with_what_is_there(Candidacy.objects.filter(pk=asked.candidacy_id))
    return rows.annotate(shows_card=consenting("card", person="case_file__person")).get()


def missing_of(candidacy: Any) -> list[readiness.Missing]:
    """What keeps somebody in the queue from being found by a round."""
    found = readiness.missing(candidacy)
    if candidacy.state in {Candidacy.State.ELIGIBLE, Candidacy.State.IN_POOL} and not candidacy.shows_card:
        found.append(CARD)
    return found


def held_up(asked: Request) -> list[readiness.Missing]:
    """The same, of a request. Cost: 1 query."""
    return missing_of(with_what_is_there(asked))
