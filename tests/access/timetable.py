"""Samples of the timetable: the feed opens to whoever holds its address, and to nobody who guesses one."""

from people.timetable.models import Feed, new_nonce
from tests.access.world import Sample, World
from tests.factories.accounts import make_user


def a_feed(world: World) -> Feed:
    return world.once("timetable.feed", lambda: Feed.objects.create(person=make_user().person))


SAMPLES: dict[str, Sample] = {
    "timetable:feed": lambda world: ({"token": a_feed(world).token}, {"token": new_nonce()}),
}
