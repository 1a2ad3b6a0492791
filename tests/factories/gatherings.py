"""Group sessions as they come about: an offer of that format, approved, with days to come."""

from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from network.pairing.editions.models import PairingSettings
from network.pairing.gatherings.models import Gathering, Place
from network.pairing.offers.models import Offer
from network.pairing.requests.models import Request
from people.accounts.models import Person
from people.participants.models import CaseFile
from people.programmes.models import Edition
from tests.factories.accounts import make_user
from tests.factories.canaries import Canaries, maker
from tests.factories.pairing import make_offer, make_request, make_settings


def ahead(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def make_groups(edition: Edition | None = None) -> PairingSettings:
    """An edition that has group sessions."""
    return make_settings(edition, group=True)


def make_group_offer(edition: Edition | None = None, host: Person | None = None, **facts: Any) -> Offer:
    """In the Saguenay, on site, for welders; its days are not said yet."""
    edition = edition or make_groups().edition
    host = host or make_user("mentor", name="Hélène Hôtesse").person
    return make_offer(
        edition, host, format="group", address="12, rue de la Forge", municipality="Alma", **{"capacity": 2, **facts}
    )


def make_gathering(offer: Offer | None = None, *, days: int = 10, capacity: int = 2, **facts: Any) -> Gathering:
    """A session of an afternoon, ``days`` from today, as a row; nobody is told."""
    offer = offer or make_group_offer()
    made = Gathering(
        **{
            "offer": offer,
            "start_date": ahead(days),
            "start_time": time(13, 30),
            "end_time": time(15, 30),
            "capacity": capacity,
            **facts,
        }
    )
    made.set_hours()
    if facts.get("state") == "held":
        made.noted_at, made.came = timezone.now(), facts.get("came", 0)
    made.save()
    return made


def make_asking(edition: Edition, name: str = "Nour El-Khatib", **facts: Any) -> Request:
    """Somebody with a login, who wishes for group sessions of the edition."""
    facts.setdefault("person", make_user("participant", name=name).person)
    return make_request(edition=edition, formats=["group"], **facts)


def put(gathering: Gathering, request: Request, state: str = "taken", **facts: Any) -> Place:
    """A place as a row; the session counts it."""
    place = Place.objects.create(gathering=gathering, request=request, state=state, **facts)
    if state == "taken" and not facts.get("is_walk_in"):
        Gathering.objects.filter(pk=gathering.pk).update(taken=gathering.taken + 1)
        gathering.refresh_from_db()
    return place


@maker(Place)
def a_place(person: Person, _sing: Canaries) -> Place:
    offer = make_group_offer()
    file = CaseFile.objects.filter(person=person).first()
    candidate = {"person": person} if file is None else {"person": file.person}
    return put(make_gathering(offer), make_request(edition=offer.edition, formats=["group"], **candidate))
