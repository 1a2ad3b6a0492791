"""Letters about a request: kind, whole without a link, in the language that is due, and silent in their subject."""

import pytest
from django.utils import translation

from core import outbox
from core.outbox import Mail
from people.accounts.models import Person
from people.participants import actions, writing
from people.participants.models import Candidacy, PaperLetter
from tests.factories.accounts import make_person
from tests.factories.organisations import make_organisation
from tests.factories.participants import agree, make_candidacy, make_card, make_caseworker
from tests.factories.programmes import condition, publish

pytestmark = pytest.mark.django_db


def asked(*, email: str = "awa@exemple.test", language: str = "fr") -> Candidacy:
    person = make_person("Awa Diallo", email=email, language=language)
    candidacy = make_candidacy(person, organisation=make_organisation("Ancrage Montréal"))
    publish(candidacy.edition, condition("adult"))
    return candidacy


def by_caseworker(candidacy: Candidacy) -> Person:
    assert candidacy.organisation
    return make_caseworker(candidacy.organisation).person


def letter(template: str, language: str = "fr") -> outbox.Letter:
    mail = Mail.objects.filter(template=f"participants/{template}").latest("pk")
    with translation.override(language):
        written = outbox.writer_of(mail.template)(mail)
    assert written
    return written


def every_letter(candidacy: Candidacy) -> None:
    """Received, decided, ready and ended, one after the other."""
    caseworker, person = by_caseworker(candidacy), candidacy.case_file.person
    actions.decide(candidacy=candidacy, outcome="eligible", reason="Vu ensemble.", by=caseworker)
    make_card(person)
    agree(person, "matching")
    actions.put_in_pool(candidacy=candidacy, by=caseworker)
    actions.end(candidacy=candidacy, by=caseworker, reason="Emploi trouvé.")


def test_the_first_letter_says_who_follows_and_by_when_they_answer() -> None:
    asked()

    text = letter("received").text

    assert "Ancrage Montréal vous suit" in text
    assert "répond avant le" in text
    assert "http" in text


def test_a_yes_says_what_comes_next() -> None:
    candidacy = asked()
    actions.decide(candidacy=candidacy, outcome="eligible", reason="Vu ensemble.", by=by_caseworker(candidacy))

    text = letter("decided").text

    assert "Bonne nouvelle" in text
    assert "Vu ensemble." in text
    assert "complétez votre fiche" in text


def test_a_no_is_told_kindly_with_its_reasons_and_the_other_door() -> None:
    candidacy = asked()
    edition = candidacy.edition
    edition.other_door_fr, edition.other_door_url = "Carrefour jeunesse-emploi", "https://exemple.test/cje"
    edition.save()
    actions.describe(case_file=candidacy.case_file, details={"is_adult": False}, by=candidacy.case_file.person)
    actions.decide(candidacy=candidacy, outcome="not_yet", by=by_caseworker(candidacy))

    written = letter("decided")

    for words in (
        "Pour le moment, ce n’est pas possible",
        "ne dit rien de votre valeur",
        "(non remplie)",
        "Carrefour jeunesse-emploi",
        "https://exemple.test/cje",
        "demander qu’on regarde de nouveau",
    ):
        assert words in written.text
        assert words in (written.html or "").replace("&#x27;", "’")
    assert "refus" not in written.text.lower()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("template", ["received", "decided", "ready", "ended"])
def test_a_subject_tells_nothing_about_the_person(template: str, language: str) -> None:
    candidacy = asked(language=language)
    every_letter(candidacy)

    subject = letter(template, language).subject

    for word in ("Awa", "Diallo", candidacy.case_file.reference, str(candidacy.edition.programme), "Ancrage"):
        assert word not in subject
    assert subject


@pytest.mark.parametrize("template", ["received", "decided", "ready", "ended"])
def test_english_is_written_to_who_wishes_it(template: str) -> None:
    candidacy = asked(language="en")
    every_letter(candidacy)

    written = letter(template, "en")

    assert written.text.startswith("Hello,")
    assert "Bonjour" not in written.text + (written.html or "")


def test_on_paper_the_same_letters_are_whole_without_a_link() -> None:
    candidacy = asked(email="")
    every_letter(candidacy)

    printed = [writing.written(paper) for paper in PaperLetter.objects.order_by("pk")]

    assert [paper.template for paper in PaperLetter.objects.order_by("pk")] == [
        "participants/received",
        "participants/decided",
        "participants/ready",
        "participants/ended",
    ]
    for each in printed:
        assert each
        assert "/mon-espace/" not in each.text
        assert "cliqu" not in each.text.lower()
        assert "Ancrage Montréal" in each.text


def test_an_ended_request_tells_why_in_the_organisations_words() -> None:
    candidacy = asked()
    actions.end(candidacy=candidacy, by=by_caseworker(candidacy), reason="Emploi trouvé.")

    assert "Emploi trouvé." in letter("ended").text


def test_nothing_is_written_to_somebody_who_was_erased() -> None:
    candidacy = asked()
    Person.objects.filter(pk=candidacy.case_file.person_id).update(erased_at=candidacy.asked_at)
    mail = Mail.objects.get(template="participants/received")

    assert outbox.writer_of(mail.template)(mail) is None
