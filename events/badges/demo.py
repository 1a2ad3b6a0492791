"""Badges of the demonstration: people of today's fair and of events to come say how they are called, said and spoken to."""

from random import Random
from typing import Any

from events.agenda.models import Event
from events.badges import actions, bulk, rules
from events.badges.models import BadgeWish

#: (name, pronunciation, languages, another language): names that a label must be able to spell.
WISHES = (
    ("", "an-NEE-ta KOR-dé-ro", ["fr", "es"], ""),
    ("ليلى بن علي", "LAÏ-la ben a-LI", ["ar", "fr"], ""),
    ("Nguyễn Thị Hồng Ánh", "nou-YÈN ti hong AÏNE", ["vi", "fr"], ""),
    ("", "", ["fr", "en"], ""),
    ("ᐊᓗᕐ ᐃᓄᒃᐸᒃ", "a-LOUK", ["iu", "fr", "en"], ""),
    ("Zoé", "", ["fr", "ht"], ""),
    ("", "che-RIF", ["fr", "ar", "kab"], ""),
    ("Олена", "o-LÉ-na", ["uk", "fr", "en"], ""),
    ("", "", ["fr", "lsq"], ""),
    ("", "OU-mar", ["wo", "fr"], "Pulaar"),
)
SHARE = 0.3


def seed(world: Any) -> None:
    """Wishes by event; an event that has some is left as it is."""
    for slug, event in getattr(world, "events", {}).items():
        if not event.is_past and not event.is_cancelled and not BadgeWish.objects.filter(seat__event=event).exists():
            say(event, Random(f"badges {slug}"))  # noqa: S311  (the same demonstration every time)


def say(event: Event, chance: Random) -> None:
    number = 0
    for seat in bulk.seats_of(event)[:60]:
        if not rules.can_wish(seat, event) or chance.random() > SHARE:
            continue
        name, sound, languages, other = WISHES[number % len(WISHES)]
        number += 1
        actions.wish(
            seat=seat,
            name=name,
            pronunciation=sound,
            languages=languages,
            other_language=other,
            shows_organisation=True,
            by=None,
        )
