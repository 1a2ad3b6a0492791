"""The person asks to take part, and what they answered on the way there is kept in their file."""

from django.db import transaction

from people.accounts.models import Person
from people.participants import answers, facts
from people.participants.actions.describing import describe, open_file, say_french_levels
from people.participants.actions.intake import apply
from people.participants.models import Candidacy, CaseFile
from people.programmes.eligibility import Facts
from people.programmes.models import Edition


@transaction.atomic
def ask(*, person: Person, edition: Edition, said: Facts | None = None, oral_level: str = "") -> Candidacy:
    """The person asks for a place by themself; ``said`` fills what their file leaves open, and changes nothing else.

    Status and category are kept only where an edition they asked for has a rule about them. ``oral_level``: 1 to 12, for
    both oral skills. Cost: about 25 queries. Raises IntakeClosed; nothing is kept then.
    """
    candidacy = apply(person=person, edition=edition, by=person)
    file = candidacy.case_file
    if said is not None:
        _fill(file, said)
    if oral_level:
        known = set(file.french_levels.values_list("skill_id", flat=True))
        levels = {skill: oral_level for skill in answers.ORAL if skill not in known}
        say_french_levels(case_file=file, levels=levels, by=person)
    return candidacy


@transaction.atomic
def begin_profile(*, person: Person, said: Facts | None = None) -> None:
    """The person begins their profile, or opens their closed file again. Cost: 1 to 5 queries; about 8 more with answers.

    ``said`` fills what the file leaves open, as a request does.
    """
    file = open_file(person=person, by=person)
    if said is not None:
        _fill(file, said)


def _fill(file: CaseFile, said: Facts) -> None:
    """What nothing is said of yet; status and category only where an edition they asked for has a rule about them."""
    describe(case_file=file, details=answers.filling(file, said, facts.asked_of(file)), by=file.person)
