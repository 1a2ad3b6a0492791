"""Who learns of what: who has a place or waits, by mail or on paper; the host by mail. What a calendar is to hold is frozen here."""

from typing import Any

from core import outbox, told
from core.told import CANCEL, REQUEST
from network.pairing.gatherings.models import Gathering, Place
from people.accounts.models import Person
from people.participants import writing

#: What a calendar is told with each sentence; with the others, nothing.
METHODS = {
    "taken": REQUEST,
    "promoted": REQUEST,
    "moved": REQUEST,
    "planned": REQUEST,
    "given_back": CANCEL,
    "cancelled": CANCEL,
    "handed_over": CANCEL,
}


def tell(place: Place, what: str, *, once: str = "", by_other: bool = False) -> None:
    """``what``: a sentence of ``gatherings/mail/_place.txt``. Cost: 3 to 5 queries. Whoever was erased is written nothing."""
    person = place.person
    if person.erased_at or person.merged_into_id:
        return
    method = METHODS.get(what, "")
    # Who waits has nothing in their calendar.
    had_one = place.is_taken or what == "given_back"
    payload: dict[str, Any] = {"what": what, "by_other": by_other, "state": place.state, "sequence": place.sequence}
    if method and had_one:
        payload["entry"] = entry_of(place.gathering, method, uid=uid_of(place), sequence=place.sequence)
    key = (
        f"{place.pk}:absent"
        if what == "absent"
        else ":".join(filter(None, [str(place.pk), str(place.sequence), what, once]))
    )
    writing.tell(place.request.candidacy.case_file, "gatherings/place", key=key, about=place, payload=payload)


def remind(place: Place) -> None:
    """The day before; only whom a mail reaches: paper would come too late."""
    if writing.address_of(place.person):
        tell(place, "reminder")


def tell_host(gathering: Gathering, what: str, *, entry: bool = True, former: Person | None = None) -> None:
    """``what``: a sentence of ``gatherings/mail/_host.txt``. Whoever did it themself gets the entry for their calendar all the same.

    ``former``: who hosted it before. Cost: 3 queries.
    """
    host = former or gathering.offer.host
    to = writing.address_of(host)
    if not to or host.erased_at:
        return
    payload: dict[str, Any] = {"what": what, "host": host.pk}
    if entry:
        uid = f"group-session-{gathering.calendar_uid}@maillage"
        payload["entry"] = entry_of(gathering, METHODS[what], uid=uid, sequence=gathering.sequence)
    outbox.post(
        "gatherings/host",
        to=to,
        language=host.language,
        key=f"{gathering.pk}:{gathering.sequence}:{what}:{host.pk}",
        about=gathering,
        payload=payload,
        stream=f"gatherings/{gathering.pk}/{host.pk}",
    )


def uid_of(place: Place) -> str:
    """UID of the entry in the person's calendar; says nothing about them."""
    return f"group-place-{place.calendar_uid}@maillage"


def entry_of(gathering: Gathering, method: str, *, uid: str, sequence: int) -> dict[str, Any]:
    """What a calendar is told, frozen: a letter written later still tells what was true when it was posted."""
    return told.frozen(gathering, method=method, uid=uid, sequence=sequence, place=gathering.where)
