"""Samples of messages: those who run the event, whoever holds a link or a key, and who is signed in."""

from collections.abc import Iterator

from core.outbox import Mail
from core.reference.models import Region
from events.agenda.models import Event
from events.announcements import stopping
from events.announcements.live import topic_of
from events.announcements.models import Announcement, Listed, NoMessages, SavedList
from events.registration.models import Registration, new_key
from tests.access.world import Parameters, Sample, World
from tests.canaries import Canaries, Foreign
from tests.factories.announcements import drafted, sent
from tests.factories.registration import make_person, open_event, registered


def event_in(world: World, region: Region) -> Event:
    return world.once(("announcements.event", region.pk), lambda: open_event(region=region))


def own_event(world: World) -> Event:
    def made() -> Event:
        event = event_in(world, world.own_region)
        event.organisation = world.own_organisation
        event.save()
        return event

    return world.once("announcements.own_event", made)


def foreign_event(world: World) -> Event | None:
    """Every event is an administrator's: none is foreign to them."""
    return None if world.role == "administrator" else event_in(world, world.other_region)


def of_event(world: World) -> tuple[Parameters | None, Parameters | None]:
    foreign = foreign_event(world)
    return {"event_id": own_event(world).pk}, {"event_id": foreign.pk} if foreign else None


def draft_of(world: World, event: Event) -> Announcement:
    return world.once(("announcements.draft", event.pk), lambda: drafted(event))


def of_message(world: World) -> tuple[Parameters | None, Parameters | None]:
    def named(event: Event) -> Parameters:
        return {"event_id": event.pk, "announcement_id": draft_of(world, event).pk}

    foreign = foreign_event(world)
    return named(own_event(world)), named(foreign) if foreign else None


def of_list(world: World) -> tuple[Parameters | None, Parameters | None]:
    def named(event: Event) -> Parameters:
        made = world.once(
            ("announcements.list", event.pk), lambda: SavedList.objects.create(event=event, name="Autocar de Québec")
        )
        return {"event_id": event.pk, "list_id": made.pk}

    foreign = foreign_event(world)
    return named(own_event(world)), named(foreign) if foreign else None


def registration(world: World) -> Registration:
    return world.once("announcements.registration", lambda: registered(own_event(world)))


def of_link(world: World) -> tuple[Parameters | None, Parameters | None]:
    return {"link_key": registration(world).link_key}, {"link_key": new_key()}


def of_key(world: World) -> tuple[Parameters | None, Parameters | None]:
    key = stopping.key_of(registration(world), stopping.MESSAGES)
    return {"key": key}, {"key": key[:-1] + ("0" if key[-1] != "0" else "1")}


def foreign_messages(world: World) -> Iterator[Foreign]:
    """What was written to somebody at an event elsewhere, and the list they stand on."""
    event = event_in(world, world.other_region)
    one = registered(event, "Amina Haddad", person=make_person("Amina Haddad"))
    message = sent(event)
    administrators = frozenset({"administrator"})
    yield from (Foreign(mail, administrators) for mail in Mail.objects.filter(recipient=one.email))
    yield Foreign(message, administrators)
    yield from (Foreign(notice, administrators) for notice in message.notices.all())
    yield from (Foreign(sending, administrators) for sending in message.sendings.all())
    kept = SavedList.objects.create(event=event, name="Autocar")
    yield Foreign(Listed.objects.create(saved_list=kept, registration=one), administrators)
    yield Foreign(NoMessages.objects.create(registration=one), administrators)


CANARIES: list[Canaries] = [foreign_messages]
SAMPLES: dict[str, Sample] = {
    **{f"announcements:{name}": of_event for name in ("index", "compose", "keep_list", "reminders")},
    **{f"announcements:{name}": of_message for name in ("one", "edit", "send", "discard")},
    "announcements:drop_list": of_list,
    **{f"announcements:{name}": of_link for name in ("own", "own_part")},
    "announcements:stop": of_key,
}
LISTENERS = {
    "messages": (
        set[str](),
        lambda world: (topic_of(own_event(world).pk).rpartition("/")[2], f"{own_event(world).pk}-{new_key()}"),
    )
}
