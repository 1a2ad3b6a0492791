"""A session takes the time of its host and of who has a place. Who takes a place themself is asked whether they are free then."""

from typing import Any

from network.pairing.gatherings.models import Gathering, Place
from people.accounts.models import Person
from people.timetable import actions as timetable
from people.timetable.actions import Clash

TITLES = {
    "own": {"title_fr": "Rencontre de groupe", "title_en": "Group session"},
    "host": {"title_fr": "Rencontre de groupe que j’anime", "title_en": "Group session that I host"},
}


def _facts(gathering: Gathering, who: str) -> dict[str, Any]:
    page = "gatherings:gathering" if who == "host" else "gatherings:mine"
    return {
        "source": gathering,
        "starts": gathering.starts,
        "ends": gathering.ends,
        "zone": gathering.zone,
        "place": gathering.where[:300],
        "url": (page, gathering.pk),
        **TITLES[who],
    }


def hold_host(gathering: Gathering) -> None:
    """Excludes nothing: a host plans by themself. Cost: 1 query."""
    timetable.note([timetable.draft(person=gathering.offer.host_id, **_facts(gathering, "host"))])


def hold_person(gathering: Gathering, person: Person, *, strict: bool) -> None:
    """Of who takes a place. ``strict``: refused where something else holds them then; else both stand, and the calendar shows it.

    Cost: 2 to 5 queries. Raises Clash.
    """
    try:
        timetable.claim(person=person, exclusive=True, **_facts(gathering, "own"))
    except Clash:
        if strict:
            raise
        timetable.claim(person=person, **_facts(gathering, "own"))


def let_go(gathering: Gathering, person: Person | None = None) -> None:
    timetable.release(source=gathering, person=person)


def hold_all_anew(gathering: Gathering) -> None:
    """At its new hour, or at its new place; nobody is thrown out by that. Cost: 5 queries."""
    timetable.release(source=gathering)
    owner = "request__candidacy__case_file__person"
    people = Place.objects.filter(gathering=gathering).taken().values_list(owner, flat=True)
    rows = [
        timetable.draft(person=person, **_facts(gathering, "own"))
        for person in people
        if person != gathering.offer.host_id
    ]
    timetable.note([*rows, timetable.draft(person=gathering.offer.host_id, **_facts(gathering, "host"))])
