"""What erasure and the schedule leave of somebody who took part: figures, and no word about them."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from core import personal, search
from core.files.storage import private
from people.accounts.models import Person, Role
from people.organisations.models import Organisation
from people.participants import actions
from people.participants.models import (
    Candidacy,
    Card,
    CaseFile,
    Decision,
    Document,
    Following,
    HouseholdMember,
    Note,
    PaperLetter,
)
from people.privacy import erasing, retention, rules
from people.privacy.models import Erasure
from people.programmes.models import Partner
from people.timetable.models import Busy, Feed
from tests.factories.accounts import make_person, make_user
from tests.factories.organisations import make_organisation
from tests.factories.participants import agree, make_candidacy, make_caseworker, make_file, make_ready
from tests.factories.timetable import claimed

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def erase(person: Person) -> None:
    erasing.ask(person=person, by=person)
    Erasure.objects.open().update(due_at=timezone.now())
    assert erasing.carry_out(erasure_pk=Erasure.objects.get().pk)


def per_edition_and_state() -> Counter[Any]:
    return Counter(Candidacy.objects.values_list("edition", "state"))


def shares() -> list[tuple[int, int, int]]:
    return list(Partner.objects.order_by("pk").values_list("pk", "capacity", "assigned"))


def a_note(file: CaseFile) -> Note:
    return actions.write_note(case_file=file, kind="call", on_date=timezone.localdate(), text="Vue.", by=make_person())


def ceased(file: CaseFile, days: int) -> CaseFile:
    """Followed by nobody for so many days."""
    at = NOW - timedelta(days=days)
    Following.objects.filter(case_file=file).update(since=at - timedelta(days=1), until=at)
    CaseFile.objects.filter(pk=file.pk).update(opened_at=at, closed_at=at)
    Person.objects.filter(pk=file.person_id).update(created_at=NOW - timedelta(days=9999))
    return file


# ------------------------------------------------------------------ erasure


def test_figures_survive_an_erasure_and_the_pool_loses_the_person() -> None:
    candidacy = make_ready()
    person = candidacy.case_file.person
    before, shares_before = per_edition_and_state(), shares()
    assert Candidacy.objects.in_pool().exists()

    erase(person)

    assert per_edition_and_state() == before
    assert shares() == shares_before
    assert not Candidacy.objects.in_pool().exists()
    assert not Candidacy.objects.active().exists()
    decision = Decision.objects.get()
    assert (decision.outcome, decision.findings, decision.reason) == ("eligible", [], "…")


def test_letters_on_paper_the_feed_and_what_was_to_come_are_gone() -> None:
    person = make_person()
    make_candidacy(person)
    claimed(person)
    Feed.objects.create(person=person)
    assert PaperLetter.objects.exists()

    erase(person)

    assert not PaperLetter.objects.exists()
    assert not Busy.objects.exists()
    assert not Feed.objects.exists()


def test_files_of_the_person_are_gone_and_the_search_finds_nobody(django_capture_on_commit_callbacks: Any) -> None:
    person = make_ready().case_file.person
    document = Document(case_file=person.case_file, kind="cv", name="cv.pdf", mime="application/pdf", size=1)
    document.file.save("cv.pdf", ContentFile(b"x"), save=False)
    document.save()
    actions.set_portrait(card=person.card, content=ContentFile(b"y", name="p.jpg"), by=person)
    names = [document.file.name, Card.objects.get().portrait.name]

    with django_capture_on_commit_callbacks(execute=True):
        erase(person)

    assert not any(private().exists(name) for name in names)
    assert not Card.objects.exists()
    assert not search.Indexed.objects.filter(owner=person.pk).exists()


def test_nobody_follows_whoever_is_erased_and_their_caseworker_sees_no_file() -> None:
    organisation = make_organisation()
    caseworker = make_caseworker(organisation)
    candidacy = make_candidacy(organisation=organisation)

    erase(candidacy.case_file.person)

    assert not Following.objects.current().exists()
    assert Following.objects.get().organisation == organisation
    assert not CaseFile.objects.visible_to(caseworker).exists()
    assert not Candidacy.objects.visible_to(caseworker).exists()
    assert CaseFile.objects.get().closed_at


def test_ages_of_the_household_are_counted_and_nothing_else_of_it() -> None:
    file = make_file()
    actions.say_household(case_file=file, members=[("child", "5-11"), ("partner", "18+")], by=file.person)

    erase(file.person)

    assert sorted(HouseholdMember.objects.values_list("relation", "age_band")) == [("other", "18+"), ("other", "5-11")]


def test_a_caseworker_asks_for_those_their_organisation_follows_now_alone() -> None:
    own, other = make_organisation(), make_organisation()
    caseworker = make_caseworker(own)
    followed, foreign, handed_over = (
        make_file(organisation=own),
        make_file(organisation=other),
        make_file(organisation=own),
    )
    actions.follow(case_file=handed_over, organisation=other, how="handed_over", by=None)

    assert list(rules.spoken_for(caseworker)) == [followed.person]
    with pytest.raises(erasing.MayNotAskForThem):
        erasing.ask(person=foreign.person, by=caseworker.person, channel="phone")
    erasing.ask(person=followed.person, by=caseworker.person, channel="phone")


@pytest.mark.parametrize("role", [Role.MENTOR, Role.PROGRAMME_COORDINATOR, Role.ANALYST])
def test_no_other_role_asks_for_somebody_elses_erasure(role: Role) -> None:
    file = make_file(organisation=make_organisation())

    assert not rules.may_ask_for(make_user(role).person, file.person)


# ------------------------------------------------------------------ the schedule: people


def quiet(*, days: int = 181) -> list[int]:
    return list(rules.quiet_guests(NOW - timedelta(days=days)).values_list("pk", flat=True))


def test_whoever_is_followed_now_is_not_forgotten_however_long_ago_it_began() -> None:
    file = ceased(make_file(organisation=make_organisation()), days=5000)
    Following.objects.update(until=None)

    assert file.person_id not in quiet()


@pytest.mark.parametrize(("days", "forgotten"), [(182, False), (1000, False), (1096, True)])
def test_somebody_without_a_login_is_known_for_three_years_after_the_last_following(days: int, forgotten: bool) -> None:
    file = ceased(make_file(organisation=make_organisation()), days=days)

    assert (file.person_id in quiet()) is forgotten


def test_a_consent_keeps_nobody_known_beyond_its_day() -> None:
    person = make_person(created_at=NOW - timedelta(days=999))
    agree(person, "matching")
    assert person.pk not in quiet()

    person.consents.update(given_at=NOW - timedelta(days=200))

    assert person.pk in quiet()


# ------------------------------------------------------------------ the schedule: files


def work_off() -> None:
    for run in retention.begin(codes=["participants.files", "participants.cards", "participants.paper_letters"]):
        while retention.work_off(run_pk=run.pk):
            pass


def rich_file(organisation: Organisation | None = None) -> CaseFile:
    """With a request, a decision, a note and facts."""
    candidacy = make_candidacy(organisation=organisation)
    file = candidacy.case_file
    actions.describe(case_file=file, details={"phone": "418 555-0100"}, by=file.person)
    a_note(file)
    actions.decide(candidacy=candidacy, outcome="eligible", reason="Vu ensemble.", by=make_person())
    return file


def test_a_file_is_emptied_three_years_after_nobody_followed_and_its_figures_stay() -> None:
    old, recent = ceased(rich_file(), days=1096), ceased(rich_file(), days=1000)
    followed = rich_file()
    before = per_edition_and_state()

    work_off()

    old.refresh_from_db()
    assert (old.phone, old.notes.count(), old.reference) == ("", 0, CaseFile.objects.get(pk=old.pk).reference)
    assert Decision.objects.get(candidacy__case_file=old).reason == "…"
    assert per_edition_and_state() == before
    for file in (recent, followed):
        file.refresh_from_db()
        assert (file.phone, file.notes.count()) == ("418 555-0100", 1)
    assert not personal.keep_of("participants.files").due(NOW - timedelta(days=1095)).exists()  # type: ignore[union-attr]


def test_an_organisation_may_keep_its_files_for_less_time() -> None:
    strict, other = make_organisation(), make_organisation()
    short, long = ceased(rich_file(strict), days=400), ceased(rich_file(other), days=400)
    retention.decide(code="participants.files", organisation=strict, days=365, reason="Politique.", by=make_person())

    work_off()

    assert (short.notes.count(), long.notes.count()) == (0, 1)
    with pytest.raises(retention.KeptTooLong):
        retention.decide(code="participants.files", organisation=None, days=2000, reason="Non.", by=make_person())


def test_a_letter_goes_a_year_after_it_was_printed_and_waits_until_it_is() -> None:
    printed, waiting = (make_candidacy().case_file.paper_letters.get() for _each in range(2))
    PaperLetter.objects.update(written_at=NOW - timedelta(days=500))
    PaperLetter.objects.filter(pk=printed.pk).update(printed_at=NOW - timedelta(days=366))

    work_off()

    assert PaperLetter.objects.get() == waiting


def test_the_card_goes_with_its_portrait_and_its_place_in_the_search(django_capture_on_commit_callbacks: Any) -> None:
    person = make_ready().case_file.person
    actions.set_portrait(card=person.card, content=ContentFile(b"y", name="p.jpg"), by=person)
    portrait = Card.objects.get().portrait.name
    ceased(person.case_file, days=1000)
    work_off()
    assert Card.objects.exists()

    ceased(person.case_file, days=1096)
    with django_capture_on_commit_callbacks(execute=True):
        work_off()

    assert not Card.objects.exists()
    assert not private().exists(portrait)
    assert not search.Indexed.objects.filter(owner=person.pk).exists()


def test_nobody_sees_any_more_whose_a_forgotten_file_was_until_they_come_back() -> None:
    organisation = make_organisation()
    caseworker = make_caseworker(organisation)
    file = make_file(organisation=organisation)
    make_candidacy(file.person, organisation=organisation)
    ceased(file, days=1096)
    assert CaseFile.objects.visible_to(caseworker).exists()

    work_off()

    assert not CaseFile.objects.visible_to(caseworker).exists()
    assert not Candidacy.objects.visible_to(caseworker).exists()
    assert per_edition_and_state().total() == 1
    actions.open_file(person=file.person, by=file.person)
    assert CaseFile.objects.visible_to(caseworker).get() == file
