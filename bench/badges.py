"""How long somebody at a door waits for a badge: from the press to the whole file, drawing included.

usage: python -m bench.badges [--rounds N]

A door's label of somebody whose name needs a second typeface, through Django's own client with a database of its own in memory:
everything but the network and the printer. The first one of a process opens the typefaces. A part of a whole event's labels
stands beside it. Figures are kept as ``badges`` in ``bench/results.json``; the house promises one badge within 5,000 ms.
"""

import argparse
import os
import time
from collections.abc import Callable

from bench.figures import commit, keep, spread

ROUNDS = 20
#: Badges of the part of an event that is drawn at once.
MANY = 140


def milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    rounds = parser.parse_args().rounds
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django  # here and below: once the settings are named

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test.utils import override_settings

    name = connection.creation.create_test_db(verbosity=0, serialize=False)
    try:
        with override_settings(ALLOWED_HOSTS=[*settings.ALLOWED_HOSTS, "testserver"]):
            figures = measured(rounds)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
    keep("results.json", {f"badges.{key}": value for key, value in {"commit": commit(), **figures}.items()})


def measured(rounds: int) -> dict[str, object]:
    from django.test import Client
    from django.urls import reverse

    from tests.factories import doors as make
    from tests.factories.accounts import sign_in
    from tests.factories.badges import wearing

    event = make.fair()
    seat = wearing(event, "Leïla Ben Ali")
    for number in range(MANY - 1):
        make.seat(event, f"Ioana Dumitrescu {number}")
    browser = sign_in(Client(), make.login("organiser"))
    one = reverse("badges:printed", args=[event.pk, seat.pk, "roll"])
    part = reverse("badges:sheets", args=[event.pk, "labels", 1])

    def asked(path: str) -> None:
        answer = browser.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        assert answer.content.startswith(b"%PDF")

    first = milliseconds(lambda: asked(one))
    return {
        "first_ms": round(first, 1),
        "one_ms": spread(milliseconds(lambda: asked(one)) for _round in range(rounds)),
        f"part_of_{MANY}_ms": spread(milliseconds(lambda: asked(part)) for _round in range(3)),
    }


if __name__ == "__main__":
    main()
