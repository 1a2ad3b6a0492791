"""The consent under which wishes are read. A wording that was published is never edited: it gets a new version."""

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


def subject(key: str) -> str | None:
    """Title of the event, while it is to come and asks what people need. Cost: 1 query."""
    event = Event.objects.public().filter(pk=event_of(key) or 0, cancelled_at=None).first()
    if event is None or not event.asks_needs or event.is_past:
        return None
    return pick(event, "title").text


EVENT_NEEDS = purpose(
    "event_needs",
    label=_("Say what I need or eat at an event"),
    audience=_("Those who run this event; whoever cooks sees totals without a name"),
    what_ends=_("What you asked for is erased at once: nobody prepares it any more. Your seat stays yours."),
    subject=subject,
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
