"""What the page of a file shows, read once and in as few queries as it takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.reference.occupation_search import describe
from people.accounts.models import Person
from people.consent import rules as consents
from people.consent.rules import Standing
from people.participants import actions, facts, history, readiness, rules, writing
from people.participants.facts import Assessed
from people.participants.models import Candidacy, Card, CaseFile, Decision, Following
from people.timetable.availability import Availability

State = Candidacy.State


@dataclass(frozen=True)
class Request:
    """One request to take part: where it stands, what its conditions give today, what is missing, what comes next."""

    candidacy: Candidacy
    found: Assessed | None
    decisions: Sequence[Decision]
    missing: Sequence[readiness.Missing]

    @property
    def latest(self) -> Decision | None:
        return self.decisions[0] if self.decisions else None

    @property
    def next(self) -> str | Promise:
        """What the caseworker does next, in words."""
        match self.candidacy.state:
            case State.INTAKE:
                return _("Examine the request again") if self.decisions else _("Examine the request")
            case State.NOT_YET:
                return _("Wait until something changes, or until the person asks again")
            case State.ELIGIBLE:
                return _("Complete what is missing") if self.missing else _("Put the person in the pool")
            case State.IN_POOL:
                return _("Complete what is missing") if self.missing else _("Look for a match")
            case State.MATCHED:
                return _("Accompany the match")
        return ""

    @property
    def waits_for_us(self) -> bool:
        return self.candidacy.state in {State.INTAKE, State.ELIGIBLE} or self.is_not_found

    @property
    def is_not_found(self) -> bool:
        """In the pool, and something is missing: nobody finds the person there."""
        return self.candidacy.state == State.IN_POOL and bool(self.missing)


class Reading:
    """A file with all that stands around it."""

    def __init__(self, file: CaseFile) -> None:
        self.file = file
        self.person: Person = file.person

    @cached_property
    def card(self) -> Card | None:
        return getattr(self.person, "card", None)

    @cached_property
    def shown(self) -> rules.ShownCard | None:
        """What another sees of the card today. Cost: 2 or 3 queries."""
        return rules.ShownCard(self.card) if self.card else None

    @cached_property
    def occupation(self) -> Any:
        """Cost: 3 queries, none without an occupation."""
        code = self.card.occupation_code if self.card else ""
        return describe(code, (get_language() or "fr")[:2]) if code else None

    @cached_property
    def hours(self) -> list[str]:
        return Availability(self.card.availability).lines() if self.card else []

    @cached_property
    def regions(self) -> list[Any]:
        return list(self.card.regions.all()) if self.card else []

    @cached_property
    def email(self) -> str:
        return writing.address_of(self.person)

    @cached_property
    def letters_language(self) -> str:
        return writing.language_for(self.file)

    @cached_property
    def members(self) -> list[Any]:
        return list(self.file.household.members.all()) if self.file.household else []

    @cached_property
    def languages(self) -> list[Any]:
        return list(self.file.languages.all())

    @cached_property
    def asked_of(self) -> frozenset[str]:
        """Which of status and category the editions asked for need."""
        return facts.asked_of(self.file)

    @cached_property
    def requests(self) -> list[Request]:
        """Open ones first, then those that ended. Cost: 13 queries, whatever their number."""
        rows = readiness.with_what_is_there(
            Candidacy.objects.filter(case_file=self.file)
            .select_related("edition__programme")
            .prefetch_related("decisions__decided_by")
        )
        candidacies = sorted(rows, key=lambda each: (not each.is_active, each.asked_at, each.pk))
        open_ones = [each for each in candidacies if each.state in {State.INTAKE, State.NOT_YET, State.ELIGIBLE}]
        found = facts.assess_all(self.file, open_ones)
        return [
            Request(
                each,
                found.get(each.pk),
                list(each.decisions.all()),
                readiness.missing(each),
            )
            for each in candidacies
        ]

    @cached_property
    def open_requests(self) -> list[Request]:
        return [each for each in self.requests if each.candidacy.is_active]

    @cached_property
    def standings(self) -> list[Standing]:
        """What the person may agree to, and how it stands. Cost: 1 query."""
        return [each for each in consents.state_of(self.person) if not each.about and not each.purpose.subjects]

    @cached_property
    def followings(self) -> list[Following]:
        return list(self.file.followings.select_related("organisation", "by").order_by("-since", "-pk"))

    @cached_property
    def colleagues(self) -> QuerySet[Person]:
        return actions.caseworkers_of([self.file.organisation] if self.file.organisation else [])

    @cached_property
    def happened(self) -> list[history.Happened]:
        """Cost: 2 queries."""
        card = self.card.pk if self.card else None
        return history.history(self.file, candidacies=[each.candidacy.pk for each in self.requests], card=card)
