"""How much the heavy tests carry: the whole of it on the build machine, enough to fail by at a desk.

``make test`` is to end within five minutes on two cores, ``.ci/run`` (which sets CI) within twenty.
"""

import os

IS_CI = os.environ.get("CI") == "true"
#: People who rush for the last seats, and seats there are.
RUSH_PEOPLE, RUSH_SEATS = (500, 50) if IS_CI else (45, 10)
#: Rushes in which workers are killed; ``make proof`` asks for more.
KILL_TRIALS = int(os.environ.get("MAILLAGE_KILL_TRIALS", "3" if IS_CI else "1"))
#: Windows that pages are looked at in, and languages: all four, or both widths and both languages in two.
LOOKS = [(390, "fr"), (1280, "en"), (390, "en"), (1280, "fr")] if IS_CI else [(390, "fr"), (1280, "en")]
#: The same for pages that are many and alike: those of the workspace and of accounts.
FEWER_LOOKS = LOOKS[:2] if IS_CI else LOOKS[:1]
#: Languages of a story that takes its time.
LANGUAGES = ["fr", "en"] if IS_CI else ["fr"]
#: Stories replayed into a visitor's calendar.
REPLAYS = int(os.environ.get("MAILLAGE_REPLAYS", "60" if IS_CI else "25"))
