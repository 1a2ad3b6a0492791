"""A fair of its own in the demonstration, with devices at its doors; prints what a test asks for, as JSON.

usage: python -m tests.browser.door_devices hall PEOPLE DEVICES | late EVENT PEOPLE | kept EVENT | revoke EVENT | state CODE
"""

import json
import secrets
import sys
from collections import Counter
from datetime import timedelta
from typing import Any

import django
from django.utils import timezone


def names(number: int) -> list[str]:
    """Words that stand nowhere else: what a store must not hold."""
    letters = "abcdefghijklmnopqrstuvwxyz"

    def word() -> str:
        return "".join(secrets.choice(letters) for _place in range(9)).capitalize()

    return [f"{word()} {word()}" for _person in range(number)]


def sell(event: Any, number: int) -> list[dict[str, str]]:
    from events.registration import tickets
    from events.registration.models import Registration, Seat, new_key
    from people.accounts.models import Person

    sold = []
    for name in names(number):
        person = Person.objects.create(name=name)
        registration = Registration.objects.create(
            event=event,
            contact=person,
            email=f"{new_key()}@exemple.test",
            language="fr",
            state="confirmed",
            idempotency_key=new_key(),
            asked_by=new_key(),
        )
        seat = Seat.objects.create(registration=registration, event=event, person=person, name=name, state="expected")
        about = {"name": name, "reference": registration.reference, "ticket": tickets.of(seat), "code": seat.code}
        sold.append(about)
    return sold


def hall(people: int, devices: int) -> dict[str, Any]:
    from events.agenda.models import Event
    from events.devices import actions
    from people.accounts.models import Grant

    organiser = Grant.objects.filter(role="organiser", revoked_at=None).select_related("user__person").first()
    assert organiser
    by = organiser.user.person
    event = Event.objects.filter(
        kind="job_fair", published_at__isnull=False, cancelled_at=None, venue__isnull=False
    ).latest("pk")
    local = timezone.localtime(timezone.now() - timedelta(hours=1)).replace(tzinfo=None, microsecond=0, fold=0)
    event.pk, event.import_key, event.capacity, event.seats_taken = None, "", None, 0
    event.last_waiting_position = event.seats_waiting = 0
    event.registration_opens_at = event.registration_closes_at = None
    event.start_date, event.start_time = local.date(), local.time()
    end = local + timedelta(hours=8)
    event.end_date, event.end_time = end.date(), end.time()
    event._state.adding = True
    event.save()

    def code(label: str, kind: str) -> str:
        added = actions.add(event=event, by=by, label=f"Téléphone de Zélie {label}", door=f"Entrée {label}", kind=kind)
        return actions.new_code(device=added, by=by)

    sold = sell(event, people)
    return {
        "event": event.pk,
        "people": sold,
        "codes": [code(str(number), "staff") for number in range(devices)],
        "kiosk": code("K", "kiosk"),
    }


def kept(event: int) -> dict[str, int]:
    from events.devices.models import DeviceScan, ScannedSeat
    from events.registration.models import Seat

    outcomes = Counter(ScannedSeat.objects.filter(scan__event=event).values_list("outcome", flat=True))
    return {
        "scans": DeviceScan.objects.filter(event=event).count(),
        "provisional": DeviceScan.objects.filter(event=event, provisional=True).count(),
        "present": Seat.objects.present().filter(event=event).count(),
        **{name: outcomes[name] for name in ("double", "already", "refused")},
    }


def revoke_last(event: int) -> None:
    from events.devices import actions
    from events.devices.models import Device

    device = (
        Device.objects.filter(event=event)
        .order_by("-enrolled_at")
        .exclude(enrolled_at=None)
        .select_related("event")
        .first()
    )
    assert device
    actions.revoke(device=device, by=None)


def main(what: str, *words: str) -> Any:
    from events.agenda.models import Event
    from events.registration.models import Seat

    match what:
        case "hall":
            return hall(int(words[0]), int(words[1]))
        case "late":
            return {"people": sell(Event.objects.get(pk=int(words[0])), int(words[1]))}
        case "kept":
            return kept(int(words[0]))
        case "revoke":
            return revoke_last(int(words[0]))
        case "state":
            return Seat.objects.get(code=words[0]).state
    raise SystemExit(__doc__)


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main(*sys.argv[1:])))
