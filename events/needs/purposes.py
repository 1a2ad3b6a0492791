"""The consent under which wishes are read. A wording that was published is never edited: it gets a new version."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from core.bilingual import pick
from events.agenda.models import Event
from people.consent.registry import Wording, purpose


def about(event_id: int) -> str:
    """What the consent is about: "event:12"."""
    return f"event:{event_id}"


def event_of(key: str) -> int | None:
    """The id in "event:12"; None for any other text."""
    kind, _colon, number = key.partition(":")
    return int(number) if kind == "event" and number.isascii() and number.isdigit() and len(number) < 18 else None


def subjects(keys: Collection[str]) -> dict[str, str]:
    """Titles of the events that are to come and ask what people need. Cost: 1 query."""
    events = Event.objects.public().filter(cancelled_at=None).in_bulk([event_of(key) or 0 for key in keys])
    asking = {pk: pick(event, "title").text for pk, event in events.items() if event.asks_needs and not event.is_past}
    return {key: asking[pk] for key in keys if (pk := event_of(key)) in asking}


EVENT_NEEDS = purpose(
    "event_needs",
    label=_("Say what I need or eat at an event"),
    audience=_("Those who run this event; whoever cooks sees totals without a name"),
    what_ends=_("What you asked for is erased at once: nobody prepares it any more. Your seat stays yours."),
    subjects=subjects,
    wordings=(
        Wording(
            1,
            fr="J’accepte que les personnes qui organisent cet événement lisent ce que je demande ici (accès, repas) pour le "
            "préparer, de 14 jours avant l’événement au lendemain. Les cuisines ne reçoivent que des totaux, sans aucun nom. "
            "Mes demandes ne servent à rien d’autre et sont effacées 7 jours après l’événement, ou dès que je retire mon "
            "accord.",
            en="I agree that those who run this event read what I ask for here (access, meals) in order to prepare it, from 14 "
            "days before the event to the day after. Kitchens get totals only, without any name. What I ask for serves "
            "nothing else, and is erased 7 days after the event, or as soon as I withdraw my consent.",
        ),
    ),
)
