"""Invented wishes for the events of the demonstration that ask: a few on site, more on the plate."""

from datetime import timedelta
from random import Random
from typing import Any

from events.agenda.models import Event
from events.needs.models import SERVED_STATES, Access, Meal, MealLink, Wish
from events.needs.purposes import EVENT_NEEDS, about
from events.registration.models import Seat
from people.consent.models import Consent

#: Share of the seats whose holders ask for something on site, and wish something on the plate.
ON_SITE, ON_THE_PLATE = 0.05, 0.22
#: What is asked for together, the more frequent ones more often.
NEEDS: list[dict[str, str]] = [
    {Access.STEP_FREE: ""},
    {Access.STEP_FREE: "", Access.COMPANION: ""},
    {Access.FRONT: ""},
    {Access.FRONT: "", Access.OTHER: "J’entends mieux du côté gauche de la scène."},
    {Access.LARGE_PRINT: ""},
    {Access.QUIET: ""},
    {Access.SIGN: "", Access.OTHER: "LSQ, de 10 h à midi."},
    {Access.INTERPRETER: "", Access.OTHER: "Dari, si possible pour l’entrevue."},
    {Access.INTERPRETER: "", Access.OTHER: "Espagnol."},
    {Access.QUIET: "", Access.OTHER: "Loin des haut-parleurs."},
]
PLATES: list[dict[str, str]] = [
    {Meal.HALAL: ""},
    {Meal.HALAL: ""},
    {Meal.VEGETARIAN: ""},
    {Meal.VEGETARIAN: ""},
    {Meal.NO_PORK: ""},
    {Meal.VEGAN: ""},
    {Meal.NO_GLUTEN: ""},
    {Meal.HALAL: "", Meal.NO_NUTS: ""},
    {Meal.VEGETARIAN: "", Meal.NO_MILK: ""},
    {Meal.KOSHER: ""},
    {Meal.OTHER: "Sans ail, merci."},
    {Meal.VEGETARIAN: "", Meal.OTHER: "Sans œufs."},
    {Meal.OTHER: "Un repas froid, s’il vous plaît; j’arrive tard."},
]


def seed(world: Any) -> None:
    """Wishes by event; an event that has some is left as it is."""
    for slug, event in getattr(world, "events", {}).items():
        if event.asks_needs and not event.is_cancelled and not Wish.objects.filter(seat__event=event).exists():
            wish(event, Random(f"needs {slug}"))  # noqa: S311  (the same demonstration every time)


def wish(event: Event, chance: Random) -> None:
    seats = (
        Seat.objects.filter(event=event, state__in=SERVED_STATES, person__isnull=False)
        .select_related("registration")
        .order_by("pk")
    )
    wishes, consents = [], []
    for seat in seats:
        wanted: dict[str, str] = {}
        if event.asks_access_needs and chance.random() < ON_SITE:
            wanted |= chance.choice(NEEDS)
        if event.asks_meal and chance.random() < ON_THE_PLATE:
            wanted |= chance.choice(PLATES)
        if not wanted:
            continue
        wishes += [Wish(seat=seat, what=what, text=text) for what, text in wanted.items()]
        consents.append(
            Consent(
                person=seat.person,
                purpose=EVENT_NEEDS.code,
                about=about(event.pk),
                wording_version=EVENT_NEEDS.current.version,
                language=seat.registration.language,
                given_at=seat.registration.made_at + timedelta(minutes=2),
                how=Consent.How.SELF,
                given_by=seat.person,
            )
        )
    Consent.objects.bulk_create(consents, batch_size=200)
    Wish.objects.bulk_create(wishes, batch_size=200)
    if event.asks_meal:
        MealLink.objects.get_or_create(event=event)
