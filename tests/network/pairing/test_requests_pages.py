"""The pages of a request: nothing typed is lost, the count comes without being kept, and each sees what is theirs."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from core.outbox import Mail
from core.outbox.letters import writer_of
from network.pairing.editions.models import PairingSettings
from network.pairing.requests import actions
from network.pairing.requests.models import Request, State
from people.accounts.models import Role, Scope, User
from people.participants import actions as participants
from people.participants.models import CaseFile
from people.participants.waiting import waiting_for
from tests.factories.accounts import make_person, make_region, make_user, sign_in
from tests.factories.pairing import OCCUPATION, make_offer, make_request, make_settings
from tests.factories.participants import make_candidacy, make_caseworker, make_ready

pytestmark = pytest.mark.django_db

FORM: dict[str, Any] = {
    "purposes": ["choice"],
    "formats": ["placement"],
    "occupation_1": OCCUPATION,
    "occupation_1_words": "",
    "availability": ["0-0", "2-1"],
    "regions": ["02"],
    "online_welcome": "on",
    "want_online": "wish",
    "words": "Bonjour.",
}


@pytest.fixture
def user() -> User:
    return make_user(Role.PARTICIPANT, name="Awa Ba")


@pytest.fixture
def phone(user: User, client: Client) -> Client:
    return sign_in(client, user)


def desk(file: CaseFile) -> Client:
    return sign_in(Client(), make_caseworker(file.organisation))  # type: ignore[arg-type]  # followed


def fresh(request: Request) -> Request:
    return Request.objects.get(pk=request.pk)


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


# ------------------------------------------------------------------ the person's


def test_somebody_begins_fills_in_and_sends(user: User, phone: Client) -> None:
    candidacy = make_ready(user.person, edition=make_settings().edition)
    begun = phone.post(reverse("requests:begin", args=[candidacy.pk]))
    request = Request.objects.get()
    assert begun.url == reverse("requests:write", args=[request.pk])  # type: ignore[attr-defined]  # a redirect

    phone.post(reverse("requests:write", args=[request.pk]), FORM | {"send": "1"})

    sent = fresh(request)
    assert sent.state == State.WAITING
    assert (sent.purposes, sent.wishes, sent.words, sent.language) == (["choice"], ["online"], "Bonjour.", "fr")
    assert sent.availability == 1 | 1 << 7


def test_group_sessions_are_asked_for_where_the_edition_has_them_and_stay_when_something_else_is_changed(
    user: User, phone: Client
) -> None:
    request = make_request(edition=make_settings(group=True).edition, person=user.person, state="draft")
    url = reverse("requests:write", args=[request.pk])
    assert "Séance de groupe" in words(phone.get(url))

    phone.post(url, FORM | {"formats": ["placement", "group"]})
    phone.post(url, FORM | {"formats": ["placement", "group"], "words": "Merci."})

    assert (fresh(request).formats, fresh(request).words) == (["placement", "group"], "Merci.")


def test_group_sessions_are_not_asked_for_where_the_edition_has_none(user: User, phone: Client) -> None:
    request = make_request(person=user.person, state="draft")

    assert "Séance de groupe" not in words(phone.get(reverse("requests:write", args=[request.pk])))


def test_nobody_is_asked_to_send_a_request_in_an_edition_that_has_closed(user: User) -> None:
    draft = make_request(person=user.person, state="draft")
    assert [each.url for each in waiting_for(user.person) if "match" in each.url or "jumelage" in each.url]

    draft.candidacy.edition.state = "closed"
    draft.candidacy.edition.save()

    assert not [each.url for each in waiting_for(user.person) if "match" in each.url or "jumelage" in each.url]


def test_what_a_caseworker_says_when_they_put_it_aside_is_announced_as_read_by_the_person() -> None:
    request = make_request()
    page = desk(request.candidacy.case_file).get(reverse("requests:staff_rest", args=[request.pk]))

    assert "La personne le lira dans la lettre." in words(page)
    assert "Seules la personne" not in words(page)


def test_a_draft_that_lacks_something_is_kept_and_says_what(user: User, phone: Client) -> None:
    request = make_request(person=user.person, state="draft")

    answer = phone.post(reverse("requests:write", args=[request.pk]), FORM | {"purposes": [], "send": "1"}, follow=True)

    kept = fresh(request)
    assert (kept.state, kept.words) == (State.DRAFT, "Bonjour.")
    assert "Avant l’envoi, il manque ceci" in words(answer)
    assert "ce que vous en attendez" in words(answer)


def test_what_was_typed_stands_there_when_something_is_wrong(user: User, phone: Client) -> None:
    request = make_request(person=user.person, state="draft")

    wrong = FORM | {"words": "Mon NAS est 046 454 286.", "save": "1"}
    answer = phone.post(reverse("requests:write", args=[request.pk]), wrong)

    assert answer.status_code == 422
    assert "Mon NAS est" in words(answer)
    assert fresh(request).words == ""


def test_counting_keeps_nothing_and_loses_nothing(user: User, phone: Client) -> None:
    request = make_request(person=user.person, state="draft")
    make_offer(request.candidacy.edition)
    make_offer(request.candidacy.edition, is_online=True)

    asked = FORM | {"want_online": "must", "count": "1"}
    answer = phone.post(reverse("requests:write", args=[request.pk]), asked)

    assert answer.status_code == 200
    assert "1 accueil convient" in words(answer)
    assert "Indispensable\xa0: il reste 1 accueil sur 2." in answer.content.decode()
    assert "Bonjour." in words(answer)
    kept = fresh(request)
    assert (kept.words, kept.musts) == ("", [])


def test_the_script_gets_the_same_count_as_the_page(user: User, phone: Client) -> None:
    request = make_request(person=user.person, state="draft")
    make_offer(request.candidacy.edition)
    asked = FORM | {"want_online": "must"}

    part = words(phone.post(reverse("requests:reach", args=[request.pk]), asked))
    page = words(phone.post(reverse("requests:write", args=[request.pk]), asked | {"count": "1"}))

    assert "Aucun accueil ne convient" in part
    assert "Aucun accueil ne convient" in page
    assert "Indispensable : il reste 0 accueil sur 1." in part
    assert fresh(request).musts == []


def test_what_a_caseworker_saved_meanwhile_is_not_undone(user: User, phone: Client) -> None:
    request = make_request(person=user.person, state="draft", words="Ancien.")
    address = reverse("requests:write", args=[request.pk])
    shown = phone.get(address).context["form"]["shown"].value()
    actions.write(request=request, details={"words": "De la part de l’intervenante."}, by=make_person())

    answer = phone.post(address, FORM | {"shown": shown, "save": "1"})

    assert answer.status_code == 422
    assert fresh(request).words == "De la part de l’intervenante."
    assert "De la part de l’intervenante." in words(answer)
    assert "Bonjour." in words(answer)


def test_the_page_says_the_place_and_the_next_round(user: User, phone: Client) -> None:
    settings = make_settings(next_round_on=timezone.localdate() + timedelta(days=3))
    mine = make_request(person=user.person, edition=settings.edition, waited=10)
    for days in (30, 20, 2):
        make_request(edition=settings.edition, waited=days)

    page = words(phone.get(reverse("requests:mine", args=[mine.pk])))

    assert "Vous êtes au 3e rang sur 4 dans votre domaine." in page
    assert "Vous attendez depuis 10 jours." in page
    assert "Prochaine recherche" in page


def test_on_demand_the_next_round_is_said_in_words(user: User, phone: Client) -> None:
    request = make_request(person=user.person)
    PairingSettings.objects.update(rhythm="on_demand", next_round_on=None)

    assert "aucun jour n’est fixé" in words(phone.get(reverse("requests:mine", args=[request.pk])))


def test_who_cannot_be_found_reads_why(user: User, phone: Client) -> None:
    request = make_request(person=user.person)
    participants.write_card(person=user.person, details={"availability": 0}, by=user.person)

    page = words(phone.get(reverse("requests:mine", args=[request.pk])))

    assert "D’ici là, personne ne peut vous trouver" in page
    assert "heures libres" in page.lower() or "disponib" in page.lower()


def test_put_aside_taken_up_withdrawn_and_brought_back(user: User, phone: Client) -> None:
    request = make_request(person=user.person)
    for name, posted, state in (
        ("rest", {"reason": "Examens."}, State.RESTING),
        ("take_up", {}, State.WAITING),
        ("withdraw", {}, State.ENDED),
        ("bring_back", {}, State.WAITING),
    ):
        answer = phone.post(reverse(f"requests:{name}", args=[request.pk]), posted, follow=True)
        assert answer.status_code == 200
        assert fresh(request).state == state


def test_a_matched_request_is_not_withdrawn_here(user: User, phone: Client) -> None:
    request = make_request(person=user.person, state="matched")

    phone.post(reverse("requests:withdraw", args=[request.pk]))

    assert fresh(request).state == State.MATCHED


def test_another_persons_request_is_not_there(phone: Client) -> None:
    request = make_request(state="draft")

    for name in ("mine", "write", "rest", "withdraw"):
        assert phone.get(reverse(f"requests:{name}", args=[request.pk])).status_code == 404
    for name in ("reach", "take_up", "bring_back"):
        assert phone.post(reverse(f"requests:{name}", args=[request.pk])).status_code == 404
    assert phone.post(reverse("requests:begin", args=[request.candidacy_id])).status_code == 404


def test_whoever_takes_part_in_nothing_reads_what_comes_first(phone: Client) -> None:
    assert "Rien à demander pour le moment" in words(phone.get(reverse("requests:home")))


def test_my_space_asks_to_begin_then_to_send_then_for_nothing(user: User) -> None:
    candidacy = make_ready(user.person, edition=make_settings().edition)

    def labels() -> list[str]:
        return [str(each.label) for each in waiting_for(user.person) if "jumelage" in str(each.label).lower()]

    assert labels() == ["Dire ce que je souhaite d’un jumelage"]
    request = actions.begin(candidacy=candidacy, by=user.person)
    assert labels() == ["Terminer et envoyer ma demande de jumelage"]
    actions.write(request=request, details={"purposes": ["choice"]}, by=user.person)
    actions.send(request=request, by=user.person)
    assert labels() == []


# ------------------------------------------------------------------ staff


def test_a_caseworker_begins_writes_and_sends_on_behalf() -> None:
    candidacy = make_ready(edition=make_settings().edition)
    staff = desk(candidacy.case_file)
    staff.post(reverse("requests:staff_begin", args=[candidacy.pk]))
    request = Request.objects.get()

    staff.post(reverse("requests:staff_write", args=[request.pk]), FORM | {"send": "1"})

    assert fresh(request).state == State.WAITING
    assert request.made_by != request.person


def test_a_caseworker_may_write_for_somebody_who_is_not_eligible_yet() -> None:
    candidacy = make_candidacy(edition=make_settings().edition)
    staff = desk(candidacy.case_file)
    staff.post(reverse("requests:staff_begin", args=[candidacy.pk]))
    request = Request.objects.get()

    answer = staff.post(reverse("requests:staff_write", args=[request.pk]), FORM | {"send": "1"}, follow=True)

    assert fresh(request).state == State.DRAFT
    assert fresh(request).words == "Bonjour."
    assert "conservée comme brouillon" in words(answer)


def test_the_file_shows_the_request_and_its_place() -> None:
    request = make_request(waited=3)
    staff = desk(request.candidacy.case_file)

    page = words(staff.get(reverse("caseworker:file", args=[request.candidacy.case_file.reference])))

    assert "Demande de jumelage" in page
    assert reverse("requests:staff", args=[request.pk]) in page
    assert "1er sur 1" in page


def test_the_queue_lists_who_waits_longest_first_and_narrows() -> None:
    edition = make_settings().edition
    requests = [make_request(edition=edition, waited=days) for days in (5, 100, 50)]
    make_request(edition=edition, waited=60, occupations=("31301",))
    make_request(edition=edition, waited=300, state="ended")
    staff = desk(requests[0].candidacy.case_file)
    address = reverse("requests:list")

    def days(**narrowed: Any) -> list[int]:
        return [asked.days_waited for asked, _follows in staff.get(address, narrowed).context["lines"]]

    assert days() == [100, 60, 50, 5]
    assert days(field=OCCUPATION[:2]) == [100, 50, 5]
    assert days(waited=45, field=OCCUPATION[:2]) == [100, 50]
    assert days(state="ended") == [300]
    assert days(edition=edition.pk, waited=90) == [100]
    assert days(state="nonsense", waited="soon") == [100, 60, 50, 5]


def test_the_queue_costs_the_same_however_long_it_is(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    edition = make_settings().edition
    first = make_request(edition=edition)
    staff = desk(first.candidacy.case_file)
    address = reverse("requests:list")
    staff.get(address)
    with django_assert_num_queries(13):
        staff.get(address)
    for days in (1, 2, 3):
        make_request(edition=edition, waited=days, occupations=(OCCUPATION, "31301"))

    with django_assert_num_queries(13):
        assert len(staff.get(address).context["lines"]) == 4


def test_a_coordinator_sees_the_queue_by_number_alone() -> None:
    request = make_request(person=make_person("Fatoumata Inconnue"))
    coordinator = sign_in(Client(), make_user(Role.PROGRAMME_COORDINATOR))

    page = words(coordinator.get(reverse("requests:list")))

    assert request.candidacy.case_file.reference in page
    assert "Fatoumata" not in page
    assert coordinator.get(reverse("requests:staff", args=[request.pk])).status_code == 404
    elsewhere = make_user(Role.PROGRAMME_COORDINATOR, scope=Scope.objects.of_region(make_region("01")))
    assert sign_in(Client(), elsewhere).get(reverse("requests:list")).context["lines"] == []


def test_another_organisation_sees_nothing() -> None:
    request, other = make_request(person=make_person("Fatoumata Inconnue")), make_request()
    staff = desk(other.candidacy.case_file)

    lines = staff.get(reverse("requests:list")).context["lines"]
    assert [asked for asked, _is_followed in lines] == [other]
    for name in ("staff", "staff_write", "staff_rest", "staff_end"):
        assert staff.get(reverse(f"requests:{name}", args=[request.pk])).status_code == 404


def test_a_caseworker_ends_with_a_reason_and_brings_back() -> None:
    request = make_request()
    staff = desk(request.candidacy.case_file)
    address = reverse("requests:staff_end", args=[request.pk])
    staff.post(address, {"reason": ""})
    assert fresh(request).state == State.WAITING

    staff.post(address, {"reason": "A trouvé un emploi."})
    assert fresh(request).reason == "A trouvé un emploi."
    staff.post(reverse("requests:staff_bring_back", args=[request.pk]))

    assert fresh(request).state == State.WAITING


def test_the_morning_list_tells_of_long_waits_and_of_drafts_that_lie() -> None:
    edition = make_settings().edition
    waits, lies = make_request(edition=edition, waited=46), make_request(edition=edition, waited=8, state="draft")
    make_request(edition=edition, waited=44)
    Request.objects.filter(pk=lies.pk).update(made_at=timezone.now() - timedelta(days=8))
    make_request(edition=edition, state="draft")
    user = make_caseworker(waits.candidacy.case_file.organisation)  # type: ignore[arg-type]  # followed
    for each in (waits, lies):
        participants.take(case_file=each.candidacy.case_file, caseworker=user.person, by=user.person)
    staff = sign_in(Client(), user)

    page = words(staff.get(reverse("caseworker:morning")))

    assert page.count(reverse("requests:staff", args=[waits.pk])) >= 1
    assert page.count(reverse("requests:staff", args=[lies.pk])) >= 1
    assert "46 jours" in page


# ------------------------------------------------------------------ letters


@pytest.mark.parametrize("language", ["fr", "en"])
def test_letters_speak_the_persons_language_and_name_nobody_in_their_subject(language: str) -> None:
    person = make_person("Fatoumata Sangaré", email="fatou@exemple.test", language=language)
    request = make_request(person=person, waited=50, online_welcome=False)
    actions.give_news()
    mail = Mail.objects.get(template="requests/news")

    letter = writer_of("requests/news")(mail)

    assert letter is not None
    assert "Fatoumata" not in letter.subject
    assert ("plus de six semaines" if language == "fr" else "more than six weeks") in letter.text
    assert ("en ligne vous convient" if language == "fr" else "online suits you") in letter.text
    assert reverse("requests:mine", args=[request.pk]).split("/")[-2] in letter.text
    assert letter.html.count("<p>") > 3


def test_a_letter_is_dropped_when_it_is_news_no_longer() -> None:
    request = make_request(person=make_person(email="vite@exemple.test"), state="draft")
    actions.send(request=request, by=request.person)
    mail = Mail.objects.get(template="requests/moved")
    assert writer_of("requests/moved")(mail) is not None

    actions.rest(request=request, by=request.person)

    assert writer_of("requests/moved")(mail) is None


@pytest.mark.parametrize("what", ["sent", "resting", "ended"])
def test_each_letter_can_be_written_on_paper(what: str) -> None:
    state = {"sent": "waiting", "resting": "resting", "ended": "ended"}[what]
    request = make_request(state=state, reason="Parce que.")

    letter = writer_of("requests/moved")(
        Mail(template="requests/moved", language="fr", recipient="", object_id=str(request.pk), payload={"what": what})
    )

    assert letter is not None
    assert "demandes-de-jumelage" not in letter.text
