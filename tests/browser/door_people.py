"""People on their way to today's fair of the demonstration; prints what they carry.

usage: python -m tests.browser.door_people NUMBER
"""

import json
import sys
import uuid

import django

if __name__ == "__main__":
    django.setup()

    from django.utils import timezone

    from events.agenda.models import Event
    from events.registration import actions, tickets

    now = timezone.now()
    fair = Event.objects.filter(
        import_key__startswith="demo:salon-montreal:", starts_at__lte=now, ends_at__gt=now
    ).latest("starts_at")
    # Whoever comes last still finds a seat.
    Event.objects.filter(pk=fair.pk).update(capacity=None, seats_waiting=0)
    people = []
    for _number in range(int(sys.argv[1])):
        key = uuid.uuid4().hex
        name = f"Thị Hoa Phạm {key[:6]}"
        made = actions.register(
            event=Event.objects.get(pk=fair.pk),
            name=name,
            email=f"{key}@exemple.test",
            language="fr",
            idempotency_key=key,
        )
        seat = made.seats.get()
        people.append({"name": name, "reference": made.reference, "ticket": tickets.of(seat), "seat": seat.pk})
    print(json.dumps({"event": fair.pk, "people": people}))
