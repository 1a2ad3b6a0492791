"""A shared machine runs now at full speed, now at half: CPU time says so too, for two threads may share a core.

Measures therefore wait for the machine's better moments, within a budget, and a round that was slowed down is taken again.
What the machine did meanwhile stands beside the figures as ``pace``.
"""

import time
from collections.abc import Callable

#: A loop long enough to time, short enough to ask often: 50 to 100 ms.
TURNS = 1_000_000
#: Slower than the best loop seen by this factor: not a moment to measure in.
SLOWED = 1.2
#: Rounds taken again, and seconds waited in all, before the machine is taken as it is.
TRIES, BUDGET_SECONDS = 3, 400.0


class Pace:
    """What the same loop took, each time it was asked."""

    def __init__(self) -> None:
        self.loops_ms: list[float] = []
        self.waited = 0.0

    def learn(self) -> None:
        """Ask often enough, over some seconds, to have seen the machine's own speed once."""
        for _time in range(12):
            self.loop()
            time.sleep(0.5)

    def loop(self) -> float:
        """CPU milliseconds of the loop now."""
        before, total = time.process_time(), 0
        for number in range(TURNS):
            total += number * number
        self.loops_ms.append((time.process_time() - before) * 1000)
        return self.loops_ms[-1]

    def is_calm(self) -> bool:
        return self.loop() <= SLOWED * min(self.loops_ms)

    def steady(self, measure: Callable[[], float]) -> float:
        """The figure of a round at the machine's own speed; of the last round tried, when it never came to it."""
        for _try in range(TRIES):
            while not self.is_calm() and self.waited < BUDGET_SECONDS:
                time.sleep(1)
                self.waited += 1
            before = time.monotonic()
            figure = measure()
            if self.is_calm() or self.waited >= BUDGET_SECONDS:
                break
            self.waited += time.monotonic() - before
        return figure
