"""Invented rounds of any size, each the same for the same seed: profiles as they come, and small problems full of ties."""

import random

from network.pairing.edges import edges
from network.pairing.problem import Candidate, Host, Problem, Row
from network.pairing.profiles import FACTS, FORMATS, PURPOSES, WISHES, CandidateProfile, HostProfile

#: Share of people by region: Montréal and its ring first, as it is.
REGIONS = (3, 4, 9, 3, 4, 24, 5, 2, 1, 1, 1, 6, 6, 7, 8, 13, 3)
SKILLS = ("fr.oral_comprehension", "fr.oral_production", "fr.written_comprehension", "en.oral_production")
FORMAT_SHARES = (50, 35, 15)


def families(chance: random.Random, number: int) -> list[list[str]]:
    """Major groups of an invented NOC, some seven a broad category whatever their number, each with some ten unit groups."""
    broad_categories = range(max(1, round(number / 7)))
    majors = chance.sample([f"{broad}{teer}" for broad in broad_categories for teer in range(10)], number)
    return [
        [
            f"{major}{chance.randint(0, 2)}{chance.randint(0, 3)}{chance.randint(0, 9)}"
            for _unit in range(chance.randint(6, 14))
        ]
        for major in majors
    ]


def availability(chance: random.Random, parts: int) -> int:
    return sum(1 << part for part in chance.sample(range(21), parts))


def profiles(number: int, seed: int = 1) -> tuple[list[CandidateProfile], list[HostProfile]]:
    """``number`` candidates and a third as many hosts, some 32 of them feasible for each, capacity 1 to 5.

    Fields and regions are uneven on both sides, so that places lack in some and stay free in others.
    """
    chance = random.Random(seed)
    groups = families(chance, max(1, round(number / 280)))
    fields = [0.4 + chance.expovariate(1) for _group in groups]
    wanted = [field * chance.uniform(0.6, 1.6) for field in fields]
    regions = range(1, 18)
    hosts = []
    for key in range(1, number // 3 + 1):
        group = chance.choices(groups, fields)[0]
        some = chance.random()
        hosts.append(
            HostProfile(
                key=key,
                edition=1,
                format=chance.choices(FORMATS, FORMAT_SHARES)[0],
                occupations=(group[0][:2],) if some < 0.1 else tuple(chance.sample(group, 1 + (some > 0.8))),
                capacity=chance.choice((1, 1, 1, 2, 2, 3, 4, 5)),
                needs={skill: chance.randint(4, 8) for skill in chance.sample(SKILLS[:3], chance.choice((0, 1, 1, 2)))}
                | ({"en.oral_production": chance.randint(1, 2)} if chance.random() < 0.15 else {}),
                region=chance.choices(regions, REGIONS)[0],
                online=chance.random() < 0.45,
                availability=availability(chance, chance.randint(2, 8)),
                has_dates=chance.random() < 0.2,
                facts=frozenset(fact for fact in FACTS if chance.random() < 0.4),
                purposes=frozenset(chance.sample(PURPOSES, chance.randint(1, 4))),
                times_used=chance.choice((0, 0, 1, 2)),
                related=chance.random() < 0.9,
            )
        )
    candidates = []
    for key in range(1, number + 1):
        group = chance.choices(groups, wanted)[0]
        french = chance.randint(4, 12)
        aims = chance.sample(group, chance.choice((1, 1, 2)))
        if chance.random() < 0.2:
            aims.append(chance.choice(chance.choice(groups)))
        home = chance.choices(regions, REGIONS)[0]
        wish_list = chance.sample(WISHES, chance.choice((0, 0, 1, 1, 2)))
        candidates.append(
            CandidateProfile(
                key=key,
                edition=1,
                formats=frozenset(chance.choices(FORMATS, FORMAT_SHARES, k=2)),
                occupations=tuple(dict.fromkeys(aims)),
                days_waited=min(int(chance.expovariate(1 / 90)), 520),
                levels={skill: max(1, french - chance.randint(0, 2)) for skill in SKILLS[:3]}
                | {"en.oral_production": chance.randint(0, 3)},
                regions=sum(1 << region for region in chance.sample(range(17), chance.randint(0, 3))),
                home=home,
                anywhere=chance.random() < 0.1,
                online=chance.random() < 0.7,
                availability=availability(chance, chance.randint(4, 12)),
                must=frozenset(chance.sample(WISHES, 1)) if chance.random() < 0.06 else frozenset(),
                wishes=frozenset(wish_list),
                purposes=frozenset(chance.sample(PURPOSES, chance.randint(1, 3))),
                related=chance.random() < 0.05,
            )
        )
    return candidates, hosts


def problem_of(candidates: list[CandidateProfile], hosts: list[HostProfile], rows: dict[int, Row]) -> Problem:
    return Problem(
        tuple(Candidate(one.key, one.days_waited) for one in candidates),
        tuple(Host(one.key, one.capacity) for one in hosts),
        rows,
    )


def round_of(number: int, seed: int = 1) -> Problem:
    """A whole round of this size."""
    candidates, hosts = profiles(number, seed)
    return problem_of(candidates, hosts, edges(candidates, hosts))


def small(seed: int, most: int = 14) -> Problem:
    """A small problem where much is alike: few scores, few waits, few places."""
    chance = random.Random(seed)
    scores = chance.choice(((1,), (1, 2, 3), (500, 501), tuple(range(1, 1001)), (100, 200, 300)))
    days = chance.choice(((0,), (0, 1), (0, 1, 2, 3, 5, 8), tuple(range(400))))
    hosts = tuple(Host(key, chance.choice((0, 1, 1, 1, 2, 3))) for key in range(1, chance.randint(1, most) + 1))
    candidates = tuple(Candidate(key, chance.choice(days)) for key in range(1, chance.randint(1, most) + 1))
    density = chance.choice((0.15, 0.3, 0.6, 1.0))
    rows: dict[int, Row] = {}
    for one in candidates:
        there = [host.key for host in hosts if chance.random() < density]
        chance.shuffle(there)
        rows[one.key] = tuple(there), tuple(chance.choice(scores) for _host in there)
    kept = {key: chance.choice(there) for key, (there, _scores) in rows.items() if there and chance.random() < 0.3}
    return Problem(
        candidates, hosts, rows,
        kept=kept if chance.random() < 0.5 else {},
        objective=chance.choice(("longest_waiting", "most_pairs")),
    )  # fmt: skip
