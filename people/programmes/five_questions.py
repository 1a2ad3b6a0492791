"""« What can I take part in? »: five questions and an answer first, before any long form.

Nothing is stored: answers live in one request. Only somebody who goes on to sign up has them carried along, in the
session, under :data:`KEY`, for a day at most; the room that fills in the file reads them once with :func:`take`.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.programmes.books import Atlas, books_of, steps_done
from people.programmes.eligibility import Assessment, Facts, Verdict, evaluate
from people.programmes.models import Edition

#: Where the session holds the answers of somebody who is signing up: {"facts": …, "at": seconds since 1970}.
KEY = "five_answers"
#: How long they are believed, in seconds.
KEPT_SECONDS = 24 * 3600

#: What somebody says of their spoken French -> lowest and highest level of the Québec scale it may be. Our own words.
FRENCH_BANDS: Final[dict[str, tuple[tuple[int, int], Promise]]] = {
    "few": ((0, 2), _("A few words, or none")),
    "simple": ((3, 4), _("Simple exchanges: I introduce myself, I shop, I ask my way")),
    "daily": ((5, 6), _("Everyday life: I talk about my work and my family with people who take their time")),
    "work": ((7, 8), _("Work: I follow a meeting and give my opinion")),
    "ease": ((9, 12), _("With ease: I can talk about nearly everything")),
}


@dataclass(frozen=True)
class Answer:
    """What one edition answers to the facts."""

    edition: Edition
    assessment: Assessment

    @property
    def opens_later(self) -> bool:
        return self.edition.opens_later(self.assessment.on)


@dataclass(frozen=True)
class Answers:
    """Every edition that is open or about to take requests, by what it answers."""

    yes: list[Answer]
    ask: list[Answer]
    no: list[Answer]

    @property
    def number(self) -> int:
        return len(self.yes) + len(self.ask) + len(self.no)


def answers_for(facts: Facts, *, person: Any = None, on: date | None = None) -> Answers:
    """What every open edition answers. ``person``, of somebody signed in, lets steps already done count.

    Cost: 10 queries, however many editions; those of the steps beside.
    """
    on = on or timezone.localdate()
    editions = list(
        Edition.objects.open()
        .filter(Q(intake_closes_on=None) | Q(intake_closes_on__gte=on))
        .select_related("programme")
        .prefetch_related("regions")
        .order_by("programme__measure__rank", "programme__name_fr", "starts_on", "pk")
    )
    books = books_of(editions, Atlas())
    if person is not None:
        facts = Facts.from_data(facts.as_data() | {"steps": dict(steps_done(books.values(), person))})
    found = [Answer(edition, evaluate(books[edition.pk], facts, on)) for edition in editions if edition.pk in books]

    def having(verdict: Verdict) -> list[Answer]:
        return [answer for answer in found if answer.assessment.verdict is verdict]

    return Answers(having(Verdict.MET), having(Verdict.UNKNOWN), having(Verdict.NOT_MET))


# ------------------------------------------------------------------ on the way to signing up


def keep(session: SessionBase, facts: Facts) -> None:
    """Carry the answers along: the person asked to go on."""
    session[KEY] = {"facts": facts.as_data(), "at": int(time.time())}


def answers_of(session: SessionBase) -> Facts | None:
    """The answers carried along; None if there are none, or they are older than a day (then they are erased)."""
    kept = session.get(KEY)
    if not kept:
        return None
    if kept["at"] < time.time() - KEPT_SECONDS:
        erase(session)
        return None
    return Facts.from_data(kept["facts"])


def erase(session: SessionBase) -> None:
    """Forget the answers; asking twice changes nothing."""
    session.pop(KEY, None)


def take(session: SessionBase) -> Facts | None:
    """The answers, once: they are erased with this."""
    facts = answers_of(session)
    erase(session)
    return facts


def _to_the_account(request: HttpRequest) -> str:
    return reverse("accounts:mine" if request.user.is_authenticated else "account_signup")


_way_on: Callable[[HttpRequest], str] = _to_the_account


def lead_on_to(way: Callable[[HttpRequest], str]) -> None:
    """A room above says where somebody goes who wants to go on. Called by its ``AppConfig.ready``."""
    global _way_on
    _way_on = way


def way_on(request: HttpRequest) -> str:
    """Address where somebody goes who wants to go on."""
    return _way_on(request)
