"""What ends, or goes on, when a file is closed: each room names what it has about the person, and ends it."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from people.accounts.models import Person
from people.participants.models import Candidacy, CaseFile

#: A key that is told from others of its kind, and words for the caseworker.
Named = Sequence[tuple[object, str]]


@dataclass(frozen=True)
class Ending:
    """``named(file)``: what is open now, by one query or two; ``end(file, by, reason)`` ends it, and writes to whom it concerns.

    ``end`` None: it goes on. Called in the transaction that closes the file, which is held and still open then.
    """

    code: str
    label: str | Promise
    named: Callable[[CaseFile], Named]
    end: Callable[[CaseFile, Person, str], None] | None
    order: int = 50


_endings: dict[str, Ending] = {}


def ends_with_the_file(ending: Ending) -> Ending:
    """Register it. Called from a room's ``AppConfig.ready``. Raises ValueError for a code in use."""
    if ending.code in _endings:
        raise ValueError(f"Two things that end with a file are called {ending.code}.")
    _endings[ending.code] = ending
    return ending


def requests_of(case_file: CaseFile) -> Named:
    """Requests to take part that are open. Cost: 1 query."""
    asked = case_file.candidacies.exclude(state=Candidacy.State.INACTIVE).select_related("edition__programme")
    return [(each.pk, each.edition.title) for each in asked.order_by("asked_at", "pk")]


def endings() -> list[Ending]:
    """Every kind, in the order of the page."""
    return sorted(_endings.values(), key=lambda ending: (ending.order, ending.code))


@dataclass(frozen=True)
class Open:
    """One kind of thing that is open about a person."""

    ending: Ending
    rows: Named

    @property
    def ends(self) -> bool:
        return self.ending.end is not None


def all_open(case_file: CaseFile) -> list[Open]:
    """What there is of each kind; kinds of which there is nothing are left out. Cost: a query or two a kind."""
    found = [Open(ending, list(ending.named(case_file))) for ending in endings()]
    return [each for each in found if each.rows]


def seal_of(found: Sequence[Open]) -> str:
    """Tells what was named from anything else: what is confirmed is what was read."""
    keys = [f"{each.ending.code}:{key}" for each in found if each.ends for key, _words in each.rows]
    return hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest()[:16]
