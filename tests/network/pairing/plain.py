"""The same questions answered slowly and plainly, to hold the engine to."""

from functools import cache

from network.pairing.problem import Problem
from network.pairing.profiles import CandidateProfile, HostProfile


def best_value(problem: Problem) -> int:
    """What the best assignment is worth, by trying every one."""
    room = problem.room
    keys = sorted(room)
    open_keys = [key for key in sorted(problem.days) if key not in problem.locked]

    @cache
    def best(place: int, left: tuple[int, ...]) -> int:
        if place == len(open_keys):
            return 0
        candidate = open_keys[place]
        found = best(place + 1, left)
        for number, host in enumerate(keys):
            score = problem.score(candidate, host)
            if left[number] and score is not None:
                fewer = (*left[:number], left[number] - 1, *left[number + 1 :])
                found = max(found, problem.worth(candidate) + score + best(place + 1, fewer))
        return found

    locked = sum(problem.worth(one) + (problem.score(one, host) or 0) for one, host in problem.locked.items())
    return locked + best(0, tuple(room[key] for key in keys))


def best_score_first(problem: Problem) -> dict[int, int]:
    """What lists do: the best pair, then the best of what is left."""
    room = dict(problem.room)
    found = dict(problem.locked)
    every = [
        (-score, candidate, host)
        for candidate, (there, scores) in problem.rows.items()
        for host, score in zip(there, scores, strict=True)
    ]
    for _score, candidate, host in sorted(every):
        if candidate not in found and room[host]:
            found[candidate] = host
            room[host] -= 1
    return found


def may_be(one: CandidateProfile, host: HostProfile) -> bool:
    """The hard rules, read out loud."""
    digits = 1 if one.related else 2
    both = [
        day * 3 + part
        for day in range(7)
        for part in range(3)
        if one.availability & host.availability & (1 << day * 3 + part)
    ]
    place = (
        (host.online and one.online)
        or (host.region != 0 and host.region == one.home)
        or (host.region != 0 and one.regions & (1 << (host.region - 1)) != 0)
        or (host.region != 0 and one.anywhere)
    )  # fmt: skip
    musts = {
        "online": host.online,
        "in_person": host.region != 0,
        "evenings": any(part % 3 == 2 for part in both),
        "weekends": any(part // 3 in (5, 6) for part in both),
        "same_occupation": bool(set(one.occupations) & set(host.occupations)),
        "own_region": host.region != 0 and host.region == one.home,
    }
    return (
        one.edition == host.edition
        and host.format in one.formats
        and host.capacity > 0
        and any(aim[:digits] == offer[:digits] for aim in one.occupations for offer in host.occupations)
        and (host.related or bool(set(one.occupations) & set(host.occupations)))
        and all(one.levels.get(skill, 0) >= least for skill, least in host.needs.items())
        and place
        and (bool(both) or host.has_dates)
        and all(musts.get(must, must in host.facts) for must in one.must)
    )
