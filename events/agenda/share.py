"""An event as the picture of a shared link: what it says, and its address, which changes with what it says."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.dates import span_lines
from core.sharing_words import Card
from events.agenda.models import Event


def card_of(event: Event) -> Card:
    """In the language that is active. Cost: none if region and venue are loaded."""
    place = f"{event.venue.name}, {event.venue.locality}" if event.venue else _("Online")
    alarm = ""
    if event.is_cancelled:
        alarm = pgettext("event", "Cancelled")
    elif event.is_moved:
        alarm = _("New time or place")
    return Card(
        title=event.title.text,
        eyebrow=event.get_kind_display(),
        lines=(*span_lines(event), place if event.region.name_fr in place else f"{place} · {event.region.name}"),
        alarm=alarm,
    )


def picture_path(event: Event) -> str:
    """Address of the picture as it is now."""
    return reverse("agenda:share_picture", args=[event.pk, card_of(event).digest])


def words_of(card: Card) -> str:
    """What the picture says, for those who do not see it."""
    return ". ".join(filter(None, [card.alarm, card.title, *card.lines]))
