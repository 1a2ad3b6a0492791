"""Who has agreed to what: for one person, for querysets of any room, and for the person's own page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef
from django.db.models.expressions import Combinable

from people.accounts.models import Person
from people.consent import registry
from people.consent.models import Consent


def holds(person: Person | int, purpose: str, about: str = "") -> bool:
    """Whether the person's consent stands now: given, not withdrawn, not run out, the person neither erased nor merged.

    Cost: 1 query. Raises UnknownPurpose.
    """
    registry.of(purpose)
    return Consent.objects.in_force().filter(person=person, purpose=purpose, about=about).exists()


def consenting(purpose: str, about: str | Combinable = "", person: str = "pk") -> Exists:
    """Condition on rows of any model: the Person at the end of ``person`` consents now, as ``holds`` has it.

    ``Card.objects.filter(consenting("card.employers", person="person"))``. ``about`` may be an expression of the outer row
    (with OuterRef). Cost: a subquery over a unique index. Raises UnknownPurpose.
    """
    registry.of(purpose)
    return Exists(Consent.objects.in_force().filter(person=OuterRef(person), purpose=purpose, about=about))


@dataclass(frozen=True)
class Standing:
    """One thing that was or may be asked of a person, and how it stands."""

    purpose: registry.Purpose
    about: str
    #: What ``about`` names, "" for purposes that are asked once or about something that is gone.
    subject: registry.Words
    #: The row that is open, run out or not.
    consent: Consent | None
    #: All rows, newest first.
    history: list[Consent] = field(default_factory=list)
    may_be_given: bool = True

    @property
    def latest(self) -> Consent | None:
        """The row that is open, or the last one that was."""
        return self.consent or (self.history[0] if self.history else None)

    @property
    def holds(self) -> bool:
        return self.consent is not None and self.consent.holds

    @property
    def reads_otherwise_now(self) -> bool:
        """Agreed to in words that have a newer version."""
        return self.consent is not None and self.consent.wording_version != self.purpose.current.version

    @property
    def can_be_given(self) -> bool:
        """Whether asking makes sense: it does not stand, ends soon, or stands in older words."""
        if not self.may_be_given:
            return False
        return self.consent is None or self.consent.ends_soon or self.reads_otherwise_now


def standing(person: Person, purpose: str, about: str = "") -> Standing:
    """How one consent stands. Cost: 1 query, 2 where it is about something. Raises UnknownPurpose."""
    rows = Consent.objects.filter(person=person, purpose=purpose, about=about)
    facts = registry.of(purpose)
    return _standing(facts, about, list(rows), _subjects(facts, [about]))


def state_of(person: Person) -> list[Standing]:
    """All that was asked of a person or may be, in the order of the registry. Cost: 1 query, and 1 each for ``subjects`` and ``concerns``."""
    rows = list(Consent.objects.filter(person=person).select_related("given_by", "withdrawn_by"))
    found: list[Standing] = []
    for purpose in registry.purposes():
        kept = [row for row in rows if row.purpose == purpose.code]
        concerns = purpose.asked and (purpose.concerns is None or purpose.concerns(person))
        abouts = dict.fromkeys(row.about for row in kept) or ({"": None} if concerns and not purpose.subjects else {})
        subjects = _subjects(purpose, abouts)
        found += [_standing(purpose, about, [row for row in kept if row.about == about], subjects) for about in abouts]
    return found


def may_be_asked(person: Any, purpose: registry.Purpose, about: str) -> bool:
    """Whether a person may answer this question: it is still asked, and its subject is there to be asked about."""
    if not purpose.asked or bool(about) != bool(purpose.subjects):
        return False
    return purpose.subjects is None or about in purpose.subjects([about])


def _subjects(purpose: registry.Purpose, abouts: Iterable[str]) -> Mapping[str, registry.Words]:
    """What the keys stand for, where the person may be asked about it. Cost: 1 query, if there is any."""
    keys = [about for about in abouts if about]
    return purpose.subjects(keys) if purpose.subjects and keys else {}


def _standing(
    purpose: registry.Purpose, about: str, rows: Iterable[Consent], subjects: Mapping[str, registry.Words]
) -> Standing:
    history = list(rows)
    subject = subjects.get(about, "")
    consent = next((row for row in history if row.is_open), None)
    may_be_given = purpose.asked and (purpose.subjects is None or bool(subject))
    return Standing(purpose, about, subject, consent, history, may_be_given)
