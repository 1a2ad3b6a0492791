"""An event to rush for, and the static files of its pages; prints its id.

usage: python -m tests.load.open_event CAPACITY [unguarded]

``unguarded`` drops the check constraint that keeps the seats within the capacity: half of the negative control.
"""

import json
import sys

import django

if __name__ == "__main__":
    django.setup()

    from django.core.management import call_command
    from django.db import connection

    from events.agenda.models import Event
    from tests.factories.registration import open_event

    capacity, *how = sys.argv[1:]
    event = open_event(capacity=int(capacity))
    if "unguarded" in how:
        guard = next(one for one in Event._meta.constraints if one.name == "event_seats_within_capacity")
        if connection.vendor == "sqlite":
            # SQLite rebuilds the table to drop a constraint, which wants foreign keys off.
            connection.cursor().execute("PRAGMA foreign_keys=OFF")
            # ... and takes its new shape from the model, whose word the constraint is.
            Event._meta.constraints.remove(guard)
        with connection.schema_editor() as editor:
            editor.remove_constraint(Event, guard)
    call_command("collectstatic", verbosity=0, interactive=False)
    print(json.dumps(event.pk))
