"""A part of a crowd, without HTTP: each person asks several times at once, by threads with connections of their own.

usage: python -m tests.load.crowd EVENT_ID FIRST PEOPLE CLICKS THREADS [unguarded]
"""

import json
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import django

if __name__ == "__main__":
    event_id, first, people, clicks, threads = map(int, sys.argv[1:6])
    django.setup()

    if "unguarded" in sys.argv[6:]:
        import tests.load.unguarded  # noqa: F401  (importing it takes the guard out)
    from django.db import connection

    from events.agenda.models import Event
    from events.registration import actions

    event = Event.objects.select_related("venue").get(pk=event_id)

    def ask(number: int) -> str:
        """Every second person reloads the form between two clicks: another key, the same name and address."""
        person, click = first + number // clicks, number % clicks
        page = click if person % 2 else 0
        try:
            made = actions.register(
                event=event,
                name=f"Visiteuse {person}",
                email=f"visiteuse{person}@exemple.test",
                language="fr",
                idempotency_key=f"{person}-{page}",
            )
        except Exception as failure:
            return f"{type(failure).__name__}: {failure}"
        finally:
            connection.close()
        return str(made.state)

    with ThreadPoolExecutor(threads) as pool:
        print(json.dumps(Counter(pool.map(ask, range(people * clicks)))))
