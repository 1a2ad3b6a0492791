"""How much the heavy tests carry: enough to fail by at a desk, more on the build machine, the whole of it in ``make proof``.

``make test`` is to end within five minutes on two cores, ``.ci/run`` (which sets CI) within twenty.
"""

import os

import pytest

IS_PROOF = os.environ.get("MAILLAGE_PROOF") == "true"
IS_CI = IS_PROOF or os.environ.get("CI") == "true"
#: A negative control, which takes a guard out and must see the damage: it shows that a crowd is one.
negative_control = pytest.mark.skipif(not IS_CI, reason="negative controls are for the build machine (CI=true)")
#: People who rush for the last seats, and seats there are.
RUSH_PEOPLE, RUSH_SEATS = (500, 50) if IS_PROOF else (100, 10) if IS_CI else (45, 10)
#: Phones at doors without network, scans they make between them, and how many of those are of a ticket read elsewhere.
DOOR_DEVICES, DOOR_SCANS, DOOR_DOUBLES = (6, 1000, 30) if IS_PROOF else (6, 60, 6) if IS_CI else (6, 24, 3)
#: Rushes in which workers are killed; ``make proof`` asks for more.
KILL_TRIALS = int(os.environ.get("MAILLAGE_KILL_TRIALS", "1"))
#: Windows that pages are looked at in, and languages: both of each, and in a proof each width in each language.
LOOKS = [(390, "fr"), (1280, "en"), *([(390, "en"), (1280, "fr")] if IS_PROOF else [])]
#: The same for ways that are long.
FEWER_LOOKS, OTHER_LOOKS = (LOOKS, LOOKS) if IS_PROOF else (LOOKS[:1], LOOKS[1:])
#: Languages of a story that takes its time.
LANGUAGES = ["fr", "en"] if IS_PROOF else ["fr"]
#: Stories replayed into a visitor's calendar.
REPLAYS = int(os.environ.get("MAILLAGE_REPLAYS", "60" if IS_CI else "25"))
#: Mails of ill will that are read, and texts that are stripped of quotes.
HOSTILE_MAILS = 3000 if IS_PROOF else 600 if IS_CI else 150
#: Rounds drawn for each rule of the pairing engine, and rounds whose value an oracle (or trying everything) gives, too.
ROUNDS, ORACLE_ROUNDS = (2000, 3000) if IS_PROOF else (300, 300) if IS_CI else (60, 100)
#: What no database changes is tried on one, but in a proof.
IS_FIRST_DATABASE = IS_PROOF or not os.environ.get("DATABASE_URL")
#: Stories of the registration engine. They are the same at each run: a second database is told half of them.
SEQUENCES = 2000 if IS_PROOF else 30 if not IS_CI else 200 if IS_FIRST_DATABASE else 100
#: Of these, stories of an event that chooses among applications.
CHOOSING = SEQUENCES // 3
#: Days at the doors whose scans are merged in one order and in another.
MERGES = 2000 if IS_PROOF else 5 if not IS_CI else 100 if IS_FIRST_DATABASE else 50
#: Whether every hostile file is opened.
OPENS_EVERY_FILE = IS_FIRST_DATABASE and IS_CI

#: A room whose doors alone are walked through, for who takes a guard out of it (``bench/guards.py``).
ONE_ROOM = os.environ.get("MAILLAGE_ONE_ROOM")


def each_in_one_look(names: list[str]) -> list[tuple[str, int, str]]:
    """Each name with a window and a language: alternately, or in a proof with every one of them."""
    if IS_PROOF:
        return [(name, width, language) for name in names for width, language in LOOKS]
    return [(name, *LOOKS[number % 2]) for number, name in enumerate(names)]
