"""What a rush left in the database.

usage: python -m tests.load.count EVENT_ID
"""

import json
import sys

import django

if __name__ == "__main__":
    django.setup()

    from django.db.models import Count

    from core.outbox import Mail
    from events.agenda.models import Event
    from events.registration.models import Registration, Seat
    from people.accounts.models import Person

    event = Event.objects.get(pk=int(sys.argv[1]))
    here = Registration.objects.filter(event=event)
    active = Seat.objects.filter(event=event).active()
    print(
        json.dumps(
            {
                "confirmed": here.filter(state="confirmed").count(),
                "positions": list(here.waiting().values_list("waiting_position", flat=True)),
                "seats_taken": event.seats_taken,
                "seats_waiting": event.seats_waiting,
                "active_seats": active.count(),
                "askers": here.active().values("email").distinct().count(),
                "people_with_two": active.values("person").annotate(n=Count("pk")).filter(n__gt=1).count(),
                "people": Person.objects.filter(registrations__event=event).distinct().count(),
                "orphans": Person.objects.filter(addresses__email__startswith="visiteuse", registrations=None).count(),
                "mails": Mail.objects.filter(object_type="registration.registration").count(),
            }
        )
    )
