"""Invented families: a full session with places offered and parties that wait, and a stay that asks for ages."""

from typing import Any

from events.agenda.models import Event
from events.registration import actions, offering
from events.registration.guarding import Named
from events.registration.models import PlaceOffer, Registration, Terms, new_key
from events.registration.seating import Companion
from people.accounts.models import Person

#: Events with families, and their terms.
TERMS: dict[str, dict[str, Any]] = {
    "seance-familles": {"largest_party": 6, "asks_ages": True, "offer_hours": 24},
    "sejour-abitibi": {"largest_party": 6, "asks_ages": True, "offer_hours": 48, "bypass_bound": 2},
    "sejour-gaspesie": {"largest_party": 6, "asks_ages": True, "offer_hours": 48},
    "sejour-nord": {"largest_party": 5, "asks_ages": True, "offer_hours": 48},
    "sejour-haut-saint-maurice": {"largest_party": 5, "asks_ages": True, "offer_hours": 48},
    "salon-mauricie": {"largest_party": 4},
    "fete-rencontres": {"largest_party": 8, "asks_ages": True},
}
CHILD, SCHOOL, TEEN, ADULT = "0-4", "5-11", "12-17", "18+"
#: Who fills the session: name, address, companions. The third gives its places back, so that those who wait are asked.
SEATED = [
    ("Camila Castillo", ["Mateus Castillo", SCHOOL, SCHOOL]),
    ("Priya Sharma", ["Rajesh Sharma", CHILD, SCHOOL]),
    ("Oleksandr Kovalenko", ["Olena Kovalenko", TEEN]),
    ("Fatoumata Diop", ["Oumar Diop", CHILD, CHILD, SCHOOL]),
    ("Emmanuel Joseph", ["Marie-Ange Joseph", TEEN, TEEN]),
    ("Zeynep Kaya", ["Karim Kaya", CHILD, SCHOOL]),
]
#: And who waits behind the participant, in this order.
WAITING = [("Youssef Mansouri", ["Samira Mansouri", CHILD, SCHOOL, SCHOOL]), ("Elena Ionescu", [])]
LEAVES = "Oleksandr Kovalenko"
#: Somebody under 18 whose parent has not answered yet.
TEENAGER = ("Radu Popescu", "Ioana Popescu")


def set_terms(events: dict[str, Event]) -> None:
    """Once, before anybody registers."""
    for slug, values in TERMS.items():
        if slug in events:
            Terms.objects.get_or_create(event=events[slug], defaults=values)


def seed(events: dict[str, Event], participant: Person | None) -> None:
    """A session that is full, a place offered to the participant, and a family that waits. A second time changes nothing."""
    event = events.get("seance-familles")
    if event is None or Registration.objects.filter(event=event).exists():
        return
    made = {name: _register(event, name, companions) for name, companions in SEATED}
    if participant is not None:
        family = [*_companions(["Daniel Osei", SCHOOL])]
        _register(event, participant.name, family, person=participant, email=participant.user.email)
    for name, companions in WAITING:
        _register(event, name, companions)
    actions.cancel(registration=made[LEAVES], by=None)
    if stay := events.get("sejour-abitibi"):
        name, parent = TEENAGER
        _register(stay, name, [], age_band=TEEN, guardian=Named(parent, "ioana.popescu@exemple.test"))
        _register(stay, "Mei-Ling Đặng", _companions(["Đức Đặng", CHILD]))
    _answer_one(events.get("salon-beauce"))


def _answer_one(event: Event | None) -> None:
    """A full fair whose list moves: three seats given back, one offer accepted, one declined, one open."""
    if event is None:
        return
    seated = Registration.objects.filter(event=event, state=Registration.State.CONFIRMED).order_by("-pk")[:3]
    for registration in list(seated):
        actions.cancel(registration=registration, by=None)
    first, second, *_others = PlaceOffer.objects.open().filter(registration__event=event).select_related("registration")
    offering.accept(offer=first, by=None)
    offering.decline(offer=second, by=None)


def _register(
    event: Event, name: str, companions: list[Any], *, person: Person | None = None, email: str = "", **facts: Any
) -> Registration:
    event.refresh_from_db()
    party = companions if not companions or isinstance(companions[0], Companion) else list(_companions(companions))
    address = email or f"{name.split()[0].lower()}.famille@exemple.test"
    facts.setdefault("age_band", ADULT)
    if any(one.is_minor for one in party):
        facts.setdefault("guardian", Named(name))
    return actions.register(
        event=event,
        name=name,
        email=address,
        language="fr",
        idempotency_key=new_key(),
        person=person,
        companions=party,
        **facts,
    )


def _companions(words: list[str]) -> list[Companion]:
    """Adults by name, others by age."""
    ages = {CHILD, SCHOOL, TEEN}
    return [Companion(age_band=word) if word in ages else Companion(word, ADULT) for word in words]
