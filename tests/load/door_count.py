"""What is left at a door after a rush; prints it.

usage: python -m tests.load.door_count EVENT
"""

import json
import sys

import django

if __name__ == "__main__":
    django.setup()

    from django.db.models import Count, Q

    from core.audit import Entry
    from events.doors.models import Scan
    from events.registration.models import Seat

    event = sys.argv[1]
    seats = Seat.objects.filter(event=event).annotate(
        entries=Count("scans", filter=Q(scans__outcome=Scan.Outcome.CHECKED_IN))
    )
    print(
        json.dumps(
            {
                "present": seats.filter(state="present").count(),
                "twice": seats.filter(entries__gt=1).count(),
                "never": seats.filter(entries=0).count(),
                "already": Scan.objects.filter(event=event, outcome=Scan.Outcome.ALREADY).count(),
                "audited": Entry.objects.filter(action="doors.checked_in").count(),
            }
        )
    )
