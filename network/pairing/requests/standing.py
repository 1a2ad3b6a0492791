"""Where a request stands, as a page says it: place, next round, what is missing, what would widen the search."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from network.pairing.editions.models import PairingSettings
from network.pairing.kinds import Format, Purpose, Want, known
from network.pairing.requests import completeness, queue
from network.pairing.requests.actions.moving import may_come_back
from network.pairing.requests.models import IN_THE_QUEUE, Request, RequestQuerySet, State
from people.participants.models import Candidacy
from people.programmes.models import Edition


def of(asked: Request) -> dict[str, Any]:
    """For the person's page and the caseworker's. Cost: about 8 queries."""
    candidacy = queue.with_what_is_there(asked)
    return {
        "place": queue.place_of(asked),
        "settings": PairingSettings.objects.filter(pk=asked.candidacy.edition_id).first(),
        "is_open": asked.candidacy.edition.is_open,
        "missing": completeness.missing(asked) if asked.state == State.DRAFT else [],
        # What keeps somebody in the queue from being found by a round.
        "held_up": queue.missing_of(candidacy) if asked.state in IN_THE_QUEUE or asked.state == State.RESTING else [],
        "is_in_pool": candidacy.state in {Candidacy.State.IN_POOL, Candidacy.State.MATCHED},
        "may_take_part": candidacy.state in {Candidacy.State.ELIGIBLE, Candidacy.State.IN_POOL},
        "ways": queue.ways_to_widen(asked) if asked.state == State.WAITING else [],
        "may_come_back": asked.state == State.ENDED and may_come_back(asked),
        "says": says(asked),
    }


def says(asked: Request) -> dict[str, Any]:
    """What it asks for, in words. Cost: 2 queries, none for what came along."""
    return {
        "purposes": [Purpose(code).label for code in known(asked.purposes, Purpose)],
        "formats": [Format(code).label for code in known(asked.formats, Format)],
        "occupations": queue.occupations_of(asked),
        "availability": queue.hours_of(asked),
        "regions": [str(region) for region in asked.regions.all()],
        "musts": [Want(code).label for code in known(asked.musts, Want)],
        "wishes": [Want(code).label for code in known(asked.wishes, Want)],
    }


def editions_of(found: RequestQuerySet) -> QuerySet[Edition]:
    """Editions in which somebody of these asks. No query of its own."""
    editions = Edition.objects.filter(pk__in=found.order_by().values("candidacy__edition"))
    return editions.select_related("programme").order_by("-starts_on", "-pk")


def is_followed_in(asked: Request, scopes: Collection[int]) -> bool:
    """Whether the organisation that follows the person now is one of these: then the line names them. No query."""
    organisation = asked.candidacy.case_file.organisation
    return organisation is not None and organisation.scope_id in scopes
