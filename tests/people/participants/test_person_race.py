"""The person presses twice, on connections of their own."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from core.files.cv import PDF, Harmless
from people.participants import actions
from people.participants.models import Candidacy, Document
from people.programmes.eligibility import Facts
from tests.factories.accounts import make_person
from tests.factories.participants import make_file
from tests.factories.programmes import make_edition, make_partner

pytestmark = [pytest.mark.usefixtures("committed_db"), pytest.mark.race]


def test_four_cvs_sent_at_once_keep_one() -> None:
    file = make_file(make_person())

    def send(number: int) -> None:
        try:
            harmless = Harmless(b"%PDF-1.7 %%EOF", PDF, 1, "")
            actions.add_document(case_file=file, harmless=harmless, name=f"CV {number}.pdf", by=file.person)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send, range(4)))

    assert Document.objects.filter(case_file=file, kind="cv").count() == 1


def test_asking_four_times_at_once_makes_one_request_and_takes_one_share() -> None:
    edition, person = make_edition(state="open"), make_person()
    partner = make_partner(edition=edition)

    def ask(_number: int) -> int:
        try:
            return actions.ask(person=person, edition=edition, said=Facts(is_adult=True)).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        asked = set(pool.map(ask, range(4)))

    partner.refresh_from_db()
    assert len(asked) == Candidacy.objects.count() == 1
    assert partner.assigned == 1
