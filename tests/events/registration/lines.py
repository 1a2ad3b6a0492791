"""A waiting list lived through at random, without a database: people come, leave, answer, and seats are freed.

What is counted afterwards: parties passed more often than the bound or by more than stood before them and the bound
(``starved``), parties seated in part (``split``), and more seats given than there are (``overbooked``).
"""

from dataclasses import dataclass, field
from random import Random

from events.registration.policy import Waiting, serve

MOST = 6


@dataclass
class Line:
    capacity: int
    bound: int
    taken: int = 0
    waiting: list[Waiting] = field(default_factory=list)
    #: Seats held, by party.
    seated: dict[int, int] = field(default_factory=dict)
    sizes: dict[int, int] = field(default_factory=dict)
    #: Parties seated since each joined the list, by those who joined after it.
    overtaken: dict[int, int] = field(default_factory=dict)
    number: int = 0
    starved: int = 0
    split: int = 0
    overbooked: int = 0

    def come(self, size: int) -> None:
        self.number += 1
        self.sizes[self.number] = size
        if size > self.capacity:
            return
        if not self.waiting and self.taken + size <= self.capacity:
            self._seat(self.number)
            return
        self.waiting.append(Waiting(self.number, size))
        self.overtaken[self.number] = 0
        self.serve()

    def leave(self, party: int) -> None:
        self.taken -= self.seated.pop(party)
        self.serve()

    def give_up_waiting(self, place: int) -> None:
        self.waiting.pop(place)
        self.serve()

    def serve(self) -> None:
        found = serve(self.waiting, free=self.capacity - self.taken, bound=self.bound, capacity=self.capacity)
        for key in found.keys:
            for other in self.waiting:
                if other.key < key and other.key not in found.keys:
                    self.overtaken[other.key] += 1
            self._seat(key)
        self.waiting = [
            Waiting(party.key, party.size, party.passed + found.passes.get(party.key, 0))
            for party in self.waiting
            if party.key not in found.keys
        ]
        self.starved += sum(
            party.passed > self.bound or self.overtaken[party.key] > self.bound for party in self.waiting
        )
        if self.waiting and self.waiting[0].size <= self.capacity - self.taken:
            self.starved += 1

    def _seat(self, key: int) -> None:
        self.seated[key] = self.seated.get(key, 0) + self.sizes[key]
        self.taken += self.sizes[key]
        self.split += self.seated[key] != self.sizes[key]
        self.overbooked += self.taken > self.capacity


def run(line: Line, chance: Random, *, steps: int) -> Line:
    """Live through ``steps``, then let everybody who is seated leave, one by one: whoever waits must come to sit."""
    for _step in range(steps):
        what = chance.random()
        if what < 0.55 or not line.seated:
            line.come(chance.randint(1, MOST))
        elif what < 0.9 or not line.waiting:
            line.leave(chance.choice(list(line.seated)))
        else:
            line.give_up_waiting(chance.randrange(len(line.waiting)))
    while line.waiting:
        if not line.seated:
            # The house is empty and still somebody waits: they were starved.
            line.starved += len(line.waiting)
            break
        line.leave(next(iter(line.seated)))
    return line
