"""What each side reads and does on a phone, and what those read who work on it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from core import outbox
from core.outbox import Mail
from network.pairing.editions.models import Reviewer
from network.pairing.proposals import actions
from network.pairing.proposals.models import Proposal, Reply, ReviewRequest
from people.accounts.models import Role, User
from people.oversight.models import ReadEntry
from people.participants.models import Card, PaperLetter
from people.participants.waiting import waiting_for
from people.participants.writing import written
from people.programmes.models import Partner
from tests.factories.accounts import make_person, make_user, sign_in
from tests.factories.canaries import Canaries
from tests.factories.organisations import make_organisation
from tests.factories.pairing import make_offer, make_proposal, make_request, make_settings
from tests.factories.participants import a_document, agree, make_caseworker
from tests.factories.programmes import make_partner
from tests.factories.proposals import make_candidate, make_two, proposed

pytestmark = pytest.mark.django_db


def words(response: HttpResponse) -> str:
    """The main text of a page, without tags."""
    html = response.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).replace("\u00ad", "").split())


def as_candidate(proposal: Proposal) -> Client:
    return sign_in(Client(), User.objects.get(person=proposal.person))


def as_host(proposal: Proposal) -> Client:
    return sign_in(Client(), User.objects.get(person=proposal.host))


def as_coordinator() -> Client:
    return sign_in(Client(), make_user(Role.PROGRAMME_COORDINATOR))


def as_caseworker(proposal: Proposal) -> Client:
    return sign_in(Client(), make_caseworker(proposal.request.candidacy.organisation))  # type: ignore[arg-type]  # it has one


def page(client: Client, proposal: Proposal, name: str = "proposals:proposal") -> str:
    response = client.get(reverse(name, args=[proposal.pk]))
    assert response.status_code == 200, response.content[:300]
    return words(response)


# ------------------------------------------------------------------ the candidate


def test_the_candidate_reads_the_offer_the_facts_and_who_decided_never_the_address() -> None:
    request, offer = make_two(address="12, rue Secrète", municipality="Chicoutimi", what="Vous suivez une soudeuse.")
    proposal = proposed(request, offer, by=make_person("Dominique Décide"))

    text = page(as_candidate(proposal), proposal)

    assert "Vous suivez une soudeuse." in text
    assert "Chicoutimi, Saguenay" in text
    assert "Un programme a comparé votre demande avec les offres. Dominique Décide a relu la proposition" in text
    assert "La même profession" in text
    assert "21 demi-journées en commun" in text
    assert "Secrète" not in text
    assert "Hôte Essai" not in text


def test_the_candidate_says_yes_and_takes_it_back() -> None:
    proposal = proposed()
    client = as_candidate(proposal)

    client.post(reverse("proposals:yes", args=[proposal.pk]))
    assert "Votre oui est noté" in page(client, proposal)
    client.post(reverse("proposals:take_back", args=[proposal.pk]))

    proposal.refresh_from_db()
    assert proposal.candidate_answer == ""
    assert "Oui, j’accepte" in page(client, proposal)


def test_a_no_without_a_reason_is_asked_again_and_nothing_is_lost() -> None:
    proposal = proposed()
    client = as_candidate(proposal)
    url = reverse("proposals:no", args=[proposal.pk])

    answer = client.post(url, {"words": "Trop loin de chez moi."})

    assert "Choisissez la raison" in words(answer)
    assert "Trop loin de chez moi." in answer.content.decode()
    client.post(url, {"why": "place", "words": "Trop loin de chez moi."})
    text = page(client, proposal)
    assert "Vous avez dit non" in text
    assert "Reprendre mon non" in text
    assert Reply.objects.get().why == "place"


def test_neither_side_reads_why_the_other_declined() -> None:
    proposal = proposed()
    actions.answer(proposal=proposal, side="host", says="no", by=proposal.host, why="language", words="Mot de l’hôte.")

    text = page(as_candidate(proposal), proposal)

    assert "ne se fera pas cette fois-ci" in text
    assert "Mot de l’hôte" not in text
    assert "La langue serait difficile" not in text


def test_one_side_does_not_see_the_other_ones_yes_before_it_is_over() -> None:
    proposal = proposed()
    before = page(as_candidate(proposal), proposal)

    actions.answer(proposal=proposal, side="host", says="yes", by=proposal.host)

    assert page(as_candidate(proposal), proposal) == before


def test_a_pair_put_together_by_hand_says_so_and_why_to_both() -> None:
    request, offer = make_two()
    proposal = proposed(
        request,
        offer,
        by_hand=True,
        hand_reason="L’hôte parle aussi espagnol.",
        beyond=["language"],
        computed=False,
        parts={},
        score=0,
    )

    for client in (as_candidate(proposal), as_host(proposal)):
        text = page(client, proposal)
        assert "L’hôte parle aussi espagnol." in text
        assert "le niveau de langue demandé n’est pas atteint" in text
        assert "Aucun programme n’a décidé." in text


def test_the_page_is_there_in_english() -> None:
    proposal = proposed()

    with translation.override("en"):
        url = reverse("proposals:proposal", args=[proposal.pk])
    text = words(as_candidate(proposal).get(url))

    assert "A proposal for you" in text
    assert "Yes, I accept" in text
    assert "half-days in common" in text


# ------------------------------------------------------------------ the host


def test_the_host_reads_the_card_without_a_name_and_the_reading_is_noted() -> None:
    proposal = proposed()
    agree(proposal.person, "cv")
    agree(proposal.person, "portrait")
    a_document(proposal.person, Canaries())
    Card.objects.filter(person=proposal.person).update(portrait="portrait/zoe.jpg")

    text = page(as_host(proposal), proposal)

    assert "Soudeur" in text
    assert "Candidate Essai" not in text
    assert proposal.request.candidacy.case_file.reference not in text
    assert "Ouvrir le CV" not in text
    assert (
        'class="portrait"'
        not in as_host(proposal).get(reverse("proposals:proposal", args=[proposal.pk])).content.decode()
    )
    entry = ReadEntry.objects.get(subject=proposal.person_id)
    assert (entry.kind, entry.reader) == ("card", proposal.offer.host_id)


def test_the_host_reads_no_french_level_unless_the_person_agreed() -> None:
    proposal = proposed()
    assert "Français asked" not in page(as_host(proposal), proposal)
    assert "Souhaits" not in page(as_host(proposal), proposal)


def test_the_card_is_gone_once_it_is_over_and_once_consent_is_withdrawn() -> None:
    proposal = proposed()
    client = as_host(proposal)
    assert "Fiche professionnelle" in page(client, proposal)

    actions.withdraw(proposal=proposal, by=make_person(), because="L’atelier ferme.")

    text = page(client, proposal)
    assert "La fiche n’est plus montrée." in text
    assert "Fiche professionnelle" not in text
    assert "L’atelier ferme." in text


def test_two_yes_and_the_way_to_the_agreement() -> None:
    proposal = proposed()

    as_host(proposal).post(reverse("proposals:yes", args=[proposal.pk]))
    as_candidate(proposal).post(reverse("proposals:yes", args=[proposal.pk]))

    proposal.refresh_from_db()
    assert proposal.state == "accepted"
    assert "Vient ensuite l’entente" in page(as_host(proposal), proposal)


def test_a_proposal_waits_for_both_on_their_space() -> None:
    proposal = proposed()

    for person in (proposal.person, proposal.host):
        [waiting] = [each for each in waiting_for(person) if "propositions" in each.url]
        assert waiting.by == proposal.answer_by
    actions.answer(proposal=proposal, side="host", says="yes", by=proposal.host)
    assert not [each for each in waiting_for(proposal.host) if "propositions" in each.url]


def test_titles_are_read_aloud_in_their_language() -> None:
    proposal = proposed()

    listed = as_candidate(proposal).get(reverse("proposals:mine"))

    assert f'<span lang="fr">{proposal.offer.title}</span>' in listed.content.decode()


def test_a_pair_that_was_moved_on_a_board_is_not_said_to_be_computed() -> None:
    proposal = proposed(computed=False)

    assert "Réunies à la main" in page(as_coordinator(), proposal, "proposals:staff_proposal")


def test_my_proposals_cost_the_same_however_many(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    user = make_user()
    client = sign_in(Client(), user)
    url = reverse("proposals:mine")
    assert "Rien ne vous est encore proposé" in words(client.get(url))
    edition = make_settings().edition
    make_proposal(make_request(edition=edition), make_offer(edition, user.person))
    client.get(url)

    with django_assert_num_queries(2 + frame(client)):
        client.get(url)
    for _number in range(3):
        make_proposal(make_request(edition=edition), make_offer(edition, user.person))
    with django_assert_num_queries(2 + frame(client)):
        assert "Quelqu’un pour votre offre" in words(client.get(url))


def frame(client: Client) -> int:
    """Queries of the frame: those of a page that asks for nothing of its own."""

    with CaptureQueriesContext(
        connection,
    ) as seen:
        client.get(reverse("proposals:mine") + "?page=1")
    return len(seen) - 2


# ------------------------------------------------------------------ those who work on it


def test_the_coordination_reads_both_reasons_and_no_name() -> None:
    proposal = proposed()
    actions.answer(proposal=proposal, side="host", says="no", by=proposal.host, why="hours", words="Pas en janvier.")

    text = page(as_coordinator(), proposal, "proposals:staff_proposal")

    assert "Les heures ne conviennent pas" in text
    assert "Pas en janvier." in text
    assert "Candidate Essai" not in text


def test_a_caseworker_knows_the_name_and_not_what_the_host_said() -> None:
    proposal = proposed()
    actions.answer(proposal=proposal, side="host", says="no", by=proposal.host, why="hours", words="Pas en janvier.")

    text = page(as_caseworker(proposal), proposal, "proposals:staff_proposal")

    assert "Candidate Essai" in text
    assert "Pas en janvier." not in text


def test_the_partner_of_the_host_sees_the_pair_by_number_and_another_organisation_nothing() -> None:
    request, offer = make_two()
    partner = make_partner(edition=offer.edition, organisation=make_organisation(), role="regional")
    offer.partner = Partner.objects.get(pk=partner.pk)
    offer.save()
    proposal = proposed(request, offer)
    officer = sign_in(Client(), make_caseworker(partner.organisation))
    stranger = sign_in(Client(), make_caseworker(make_organisation()))

    text = page(officer, proposal, "proposals:staff_proposal")

    assert "Candidate Essai" not in text
    assert request.candidacy.case_file.reference in text
    assert stranger.get(reverse("proposals:staff_proposal", args=[proposal.pk])).status_code == 404
    assert officer.post(reverse("proposals:withdraw", args=[proposal.pk]), {"because": "x"}).status_code == 404


def test_the_list_is_narrowed_and_costs_the_same_however_many(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = as_coordinator()
    url = reverse("proposals:list")
    assert "Rien n’est encore proposé" in words(client.get(url))
    proposal = proposed()
    client.get(url)
    with django_assert_max_num_queries(24):
        client.get(url)
    for _number in range(3):
        make_proposal()
    with django_assert_max_num_queries(24):
        assert "4 propositions" in words(client.get(url))
    actions.answer(proposal=proposal, side="host", says="yes", by=proposal.host)

    assert "3 propositions" in words(client.get(url, {"waits_for": "host"}))
    assert "Aucune proposition ne correspond" in words(client.get(url, {"soon": "on"}))
    assert "1 proposition" in words(client.get(url, {"edition": proposal.offer.edition_id}))


def test_staff_note_an_answer_that_was_said_to_them() -> None:
    proposal = proposed()
    client = as_caseworker(proposal)
    url = reverse("proposals:answer_for", args=[proposal.pk])

    lacking = client.post(url, {"side": "candidate", "says": "no"})
    assert "Choisissez la raison" in words(lacking)
    foreign = client.post(url, {"side": "host", "says": "yes"})
    assert foreign.status_code == 200
    client.post(url, {"side": "candidate", "says": "yes"})

    proposal.refresh_from_db()
    assert (proposal.candidate_answer, proposal.host_answer) == ("yes", "")
    assert Reply.objects.get().person == proposal.person
    assert "Noté par" in page(client, proposal, "proposals:staff_proposal")


def test_a_withdrawal_says_why() -> None:
    proposal = proposed()
    client = as_caseworker(proposal)
    url = reverse("proposals:withdraw", args=[proposal.pk])

    assert "Retirer cette proposition" in words(client.post(url, {"because": ""}))
    client.post(url, {"because": "Un stage a été trouvé ailleurs."})

    proposal.refresh_from_db()
    assert proposal.state == "withdrawn"


def test_a_review_is_asked_for_answered_by_name_and_read() -> None:
    proposal = proposed()
    candidate = as_candidate(proposal)
    candidate.post(reverse("proposals:ask_review", args=[proposal.pk]), {"words": "Mes soirs ne sont pas libres."})
    review = ReviewRequest.objects.get()
    coordinator = as_coordinator()

    assert "Révisions demandées" in words(coordinator.get(reverse("proposals:reviews")))
    url = reverse("proposals:review", args=[review.pk])
    assert "Mes soirs ne sont pas libres." in words(coordinator.get(url))
    coordinator.post(url, {"outcome": "corrected", "words": "Vos heures sont corrigées."})

    review.refresh_from_db()
    assert review.answered_by is not None
    text = page(candidate, proposal)
    assert "Vos heures sont corrigées." in text
    assert review.answered_by.name in text


def test_a_named_reviewer_answers_and_another_caseworker_does_not() -> None:
    proposal = proposed()
    review = actions.ask_review(proposal=proposal, person=proposal.person, words="Pourquoi?")
    named, other = make_caseworker(make_organisation()), as_caseworker(proposal)
    Reviewer.objects.create(settings=proposal.offer.edition.pairing, person=named.person)
    url = reverse("proposals:review", args=[review.pk])

    assert sign_in(Client(), named).get(url).status_code == 200
    assert other.get(url).status_code == 404


def test_the_file_shows_what_was_proposed() -> None:
    proposal = proposed()

    response = as_caseworker(proposal).get(
        reverse("caseworker:file", args=[proposal.request.candidacy.case_file.reference])
    )

    assert "Propositions de jumelage" in words(response)


# ------------------------------------------------------------------ letters


def letter(mail: Mail) -> outbox.Letter:
    made = outbox.writer_of(mail.template)(mail)
    assert made is not None
    return made


def test_letters_say_what_to_do_in_the_language_of_each() -> None:
    request, offer = make_two()
    offer.host.language = "en"
    offer.host.save()
    proposal = proposed(request, offer, by=make_person("Dominique Décide"))
    to = {mail.payload["side"]: letter(mail) for mail in Mail.objects.filter(template="proposals/step")}

    assert to["candidate"].subject == "Une rencontre vous est proposée : oui ou non?"
    assert "Dominique Décide a relu la proposition" in to["candidate"].text
    assert to["host"].subject == "Somebody for your offer: yes or no?"
    assert reverse("proposals:proposal", args=[proposal.pk]).split("/", 2)[2][:5] in to["candidate"].text
    for made in to.values():
        assert "Candidate Essai" not in made.text + made.subject
        assert "Hôte Essai" not in made.text + made.subject


def test_a_letter_that_asks_is_dropped_once_it_is_answered() -> None:
    proposal = proposed()
    actions.answer(proposal=proposal, side="host", says="yes", by=proposal.host)

    left = {
        mail.payload["side"]: outbox.writer_of(mail.template)(mail)
        for mail in Mail.objects.filter(template="proposals/step")
    }

    assert left["host"] is None
    assert left["candidate"] is not None


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_letter_can_be_written(language: str) -> None:
    def all_letters(made: Proposal) -> list[Any]:
        rows = Mail.objects.filter(template__startswith="proposals/")
        rows.update(language=language)
        return [outbox.writer_of(mail.template)(mail) for mail in rows]

    lapsed = proposed()
    make_caseworker(lapsed.request.candidacy.organisation)  # type: ignore[arg-type]  # it has one
    make_user(Role.PROGRAMME_COORDINATOR)
    review = actions.ask_review(proposal=lapsed, person=lapsed.person, words="Pourquoi?")
    actions.tell_it_is_late(review=review)
    actions.remind(proposal=lapsed)
    assert len([each for each in all_letters(lapsed) if each]) == 6
    actions.answer_review(review=review, by=make_person("Nom Réponse"), outcome="anew", words="On cherche encore.")
    yesterday = timezone.localdate() - timedelta(days=1)
    Proposal.objects.update(answer_by=yesterday, made_at=timezone.now() - timedelta(days=8))
    actions.lapse(proposal=Proposal.objects.get())
    again = proposed(lapsed.request, make_offer(lapsed.offer.edition, lapsed.host))
    Proposal.objects.filter(pk=again.pk).update(answer_by=yesterday, made_at=timezone.now() - timedelta(days=8))
    actions.lapse(proposal=again)
    third = proposed(lapsed.request, make_offer(lapsed.offer.edition, lapsed.host))
    actions.withdraw(proposal=third, by=make_person(), because="Fermé.")
    texts = [each for each in all_letters(third) if each]

    # A review answered; two lapses for two; both caseworkers told; a withdrawal for two.
    assert len(texts) == 1 + 4 + 2 + 2
    for made in texts:
        assert made.subject
        assert made.html


def test_who_has_no_address_gets_a_letter_on_paper() -> None:
    request = make_request(person=make_person("Candidate Papier"))
    make_candidate(request)
    proposed(request)

    made = written(PaperLetter.objects.get(template="proposals/step"))

    assert made is not None
    assert "Dites oui ou non à la personne qui vous accompagne" in made.text
