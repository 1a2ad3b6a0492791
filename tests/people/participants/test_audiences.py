"""What events may ask of people with a file: eligible for an edition, living in a region. One answer, one filter."""

import pytest
from django.utils import timezone

from core import audiences
from core.audiences import Verdict
from people.accounts.models import Person
from tests.factories.accounts import make_person, make_region
from tests.factories.participants import make_candidacy, make_file
from tests.factories.programmes import make_partner, open_edition

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("state", "verdict"),
    [
        ("intake", Verdict.UNKNOWN),
        ("eligible", Verdict.MET),
        ("in_pool", Verdict.MET),
        ("not_yet", Verdict.NOT_MET),
        ("inactive", Verdict.NOT_MET),
    ],
)
def test_who_was_found_eligible_is(state: str, verdict: Verdict) -> None:
    edition = open_edition()
    partner = make_partner(edition)
    candidacy = make_candidacy(edition=edition)
    type(candidacy).objects.filter(pk=candidacy.pk).update(
        state=state, organisation=partner.organisation, assigned_at=timezone.now()
    )
    question = f"participants.eligible:{edition.pk}"

    answer = audiences.explain(question, candidacy.case_file.person)

    assert (answer.verdict, bool(answer.met or (answer.reason and answer.remedy))) == (verdict, True)
    assert the_filter_agrees(question)
    assert edition.title in audiences.sentence(question)


@pytest.mark.parametrize("argument", ["", "x", "0", "9" * 40])
def test_an_edition_that_is_none_lets_nobody_in(argument: str) -> None:
    person = make_candidacy(edition=open_edition()).case_file.person

    assert audiences.explain(f"participants.eligible:{argument}", person).verdict is Verdict.UNKNOWN
    assert the_filter_agrees(f"participants.eligible:{argument}")


def test_a_region_is_known_of_those_who_have_said_it() -> None:
    here, elsewhere = (make_file(region=make_region(code)) for code in ("04", "01"))
    silent = make_file()
    found = [audiences.explain("participants.lives_in:04", file.person).verdict for file in (here, elsewhere, silent)]

    assert found == [Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN]
    assert audiences.explain("participants.lives_in:04", make_person()).verdict is Verdict.UNKNOWN
    assert the_filter_agrees("participants.lives_in:04")


def the_filter_agrees(question: str) -> bool:
    audience, argument = audiences.named(question)
    met = {person for person in Person.objects.all() if audience.explain(person, argument).met}
    return set(Person.objects.filter(audience.filter(argument))) == met
