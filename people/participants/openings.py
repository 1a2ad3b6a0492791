"""An edition as somebody stands before it who may ask for a place: what its conditions give to what is known of them."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from people.accounts.models import Person
from people.participants import answers
from people.participants.models import CaseFile
from people.programmes.books import book_of, steps_done
from people.programmes.eligibility import Assessment, Facts, Verdict, evaluate
from people.programmes.models import Edition


def to_ask_for() -> QuerySet[Edition]:
    """Editions that the public sees; whether one takes requests today, ``takes_requests`` says."""
    return Edition.objects.public().select_related("programme").prefetch_related("regions")


@dataclass(frozen=True)
class Opening:
    """``assessment``: None while no conditions are published. ``band``: of oral French, what range was said, if only that."""

    edition: Edition
    assessment: Assessment | None
    band: tuple[int, int] | None

    @property
    def verdict(self) -> Verdict:
        return self.assessment.verdict if self.assessment else Verdict.UNKNOWN

    @property
    def is_met(self) -> bool:
        return self.verdict is Verdict.MET

    @property
    def is_not_met(self) -> bool:
        return self.verdict is Verdict.NOT_MET


def opening_of(edition: Edition, person: Person, file: CaseFile | None, said: Facts | None) -> Opening:
    """Cost: about 10 queries."""
    known = answers.together(file, said)
    book = book_of(edition)
    if book is None:
        return Opening(edition, None, _band(known))
    known = Facts.from_data(known.as_data() | {"steps": dict(steps_done([book], person))})
    return Opening(edition, evaluate(book, known, timezone.localdate()), _band(known))


def _band(known: Facts) -> tuple[int, int] | None:
    """The range of oral French, where no level stands in the file and some level of the scale is possible."""
    found = {known.level(skill) for skill in answers.ORAL}
    band = found.pop() if len(found) == 1 else None
    return band if band is not None and band[0] != band[1] and band[1] > 0 else None
