"""The pool's lists, a card, and handovers, as caseworkers, coordinators and the person see them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from people.accounts.models import Role
from people.oversight.models import ReadEntry
from people.participants import actions as participants
from people.participants import morning, sections
from people.participants.models import CaseFile
from people.participants.waiting import waiting_for
from people.pool import actions
from people.pool.models import Handover
from people.pool.sections import handovers as section
from tests.factories.accounts import make_person, make_user, sign_in
from tests.factories.organisations import make_organisation
from tests.factories.participants import make_caseworker
from tests.factories.pool import Bridge, make_bridge

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def bridge() -> Bridge:
    return make_bridge()


def browser(user: object) -> Client:
    return sign_in(Client(), user)  # type: ignore[arg-type]


def text(client: Client, name: str, *args: object, **query: object) -> str:
    answer = client.get(reverse(f"pool:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


# ------------------------------------------------------------------ lists


def test_the_list_names_ones_own_people_and_links_their_cards(bridge: Bridge) -> None:
    candidacy = bridge.ready(make_person("Awa Diop"))

    page = text(browser(bridge.sender), "people")

    assert "Awa Diop" in page
    assert reverse("pool:card", args=[candidacy.case_file.reference]) in page
    assert "Soudeur" in page


def test_the_list_of_partners_shows_numbers_and_no_name_and_notes_who_read(bridge: Bridge) -> None:
    candidacy = bridge.ready(make_person("Awa Diop"), "card")
    participants.say_french_levels(
        case_file=candidacy.case_file,
        levels={"oral_comprehension": "9", "oral_production": "9"},
        by=bridge.sender.person,
    )

    page = text(browser(bridge.receiver), "partner_people")

    assert candidacy.case_file.reference in page
    assert "Awa" not in page
    assert "Levels 9 to 12</td>" not in page
    read = ReadEntry.objects.get(kind="card")
    assert (read.reader, read.subject) == (bridge.receiver.person_id, candidacy.case_file.person_id)


def test_who_wrote_no_title_is_listed_by_the_everyday_name_of_the_occupation_they_chose(bridge: Bridge) -> None:
    bridge.ready(occupation_title="")

    page = text(browser(bridge.sender), "people")

    assert '<td data-label="Occupation">Welder<' in page


def test_an_empty_pool_says_what_to_do_next(bridge: Bridge) -> None:
    assert "Nobody is ready yet" in text(browser(bridge.sender), "people")
    assert "Nobody fits all of this" in text(browser(bridge.sender), "people", q="plombier")
    assert "No card of a partner" in text(browser(bridge.receiver), "partner_people")


def test_occupations_are_offered_once_their_group_is_chosen(bridge: Bridge) -> None:
    bridge.ready()
    client = browser(bridge.sender)

    assert "occupation" not in client.get(reverse("pool:people")).context["form"].fields
    chosen = client.get(reverse("pool:people"), {"group": "72", "occupation": "72106"}).context
    assert "72106" in dict(chosen["form"].occupations)
    assert len(chosen["lines"]) == 1
    # Of the group chosen before: left behind.
    other = client.get(reverse("pool:people"), {"group": "31", "occupation": "72106"}).context
    assert other["form"].is_valid()
    assert other["form"].wanted.unit_group == ""


def test_a_wrong_filter_says_so_and_narrows_nothing(bridge: Bridge) -> None:
    bridge.ready(make_person("Awa Diop"))

    page = text(browser(bridge.sender), "people", region="99")

    assert "Awa Diop" in page
    assert "Select a valid choice" in page


def test_the_second_page_of_the_list_keeps_what_is_looked_for(bridge: Bridge, monkeypatch: pytest.MonkeyPatch) -> None:
    for _number in range(3):
        bridge.ready(make_person())
    monkeypatch.setattr("people.pool.searching.PAGE", 2)

    page = text(browser(bridge.sender), "people", q="soudeur")

    assert "?q=soudeur&amp;page=2" in page


@pytest.mark.parametrize(("name", "queries"), [("people", 18), ("partner_people", 20)])
def test_lists_cost_the_same_for_one_and_for_three(
    bridge: Bridge, name: str, queries: int, django_assert_num_queries: object
) -> None:
    client = browser(bridge.sender if name == "people" else bridge.receiver)
    bridge.ready(make_person(), "card", "french_level")
    text(client, name, q="soudeur", group="72")

    for number in (1, 3):
        while CaseFile.objects.count() < number:
            bridge.ready(make_person(), "card", "french_level")
        with django_assert_num_queries(queries):  # type: ignore[operator]
            text(client, name, q="soudeur", group="72")


# ------------------------------------------------------------------ one card


def test_who_follows_the_person_sees_the_whole_card_and_may_propose(bridge: Bridge) -> None:
    candidacy = bridge.ready(make_person("Awa Diop"), headline="Soudeuse TIG", skills="TIG\nMIG")

    page = text(browser(bridge.sender), "card", candidacy.case_file.reference.lower())

    assert "Awa Diop" in page
    assert "Soudeuse TIG" in page
    assert reverse("pool:propose", args=[candidacy.case_file.reference]) in page
    assert ReadEntry.objects.get(kind="card").organisation == bridge.bank


def test_a_partner_sees_what_the_person_shows_and_no_name(bridge: Bridge) -> None:
    candidacy = bridge.ready(make_person("Awa Diop"), "card", headline="Soudeuse TIG")
    participants.say_french_levels(
        case_file=candidacy.case_file,
        levels={"oral_comprehension": "9", "oral_production": "9"},
        by=bridge.sender.person,
    )

    page = text(browser(bridge.receiver), "card", candidacy.case_file.reference)

    assert "Soudeuse TIG" in page
    assert "Awa" not in page
    assert "Levels 9 to 12" not in page
    assert reverse("pool:propose", args=[candidacy.case_file.reference]) not in page


def test_a_card_that_is_not_shown_answers_as_one_that_is_not_there(bridge: Bridge) -> None:
    candidacy = bridge.ready()
    client = browser(bridge.receiver)

    assert client.get(reverse("pool:card", args=[candidacy.case_file.reference])).status_code == 404
    assert client.get(reverse("pool:card", args=["ZZZZZZZZ"])).status_code == 404


# ------------------------------------------------------------------ handovers, at work


def test_a_caseworker_proposes_and_is_told_what_happens_next(bridge: Bridge) -> None:
    candidacy = bridge.ready()
    client = browser(bridge.sender)
    url = reverse("pool:propose", args=[candidacy.case_file.reference])
    form = client.get(url).context["form"]
    partner = form.fields["partner"].queryset.get()

    answer = client.post(url, {"partner": partner.pk, "message": "Cherche un atelier."}, follow=True)

    handover = Handover.objects.get()
    assert (handover.to_organisation, handover.message) == (bridge.regional, "Cherche un atelier.")
    assert answer.redirect_chain[-1][0] == reverse("pool:handover", args=[handover.pk])
    # A second one is refused, and what was typed is kept.
    again = client.post(url, {"partner": partner.pk, "message": "Encore."}).content.decode()
    assert "A handover of this file is open already" in again
    assert "Encore." in again


def test_a_message_with_a_social_insurance_number_is_stopped(bridge: Bridge) -> None:
    candidacy = bridge.ready()
    client = browser(bridge.sender)
    url = reverse("pool:propose", args=[candidacy.case_file.reference])
    partner = client.get(url).context["form"].fields["partner"].queryset.get()

    answer = client.post(url, {"partner": partner.pk, "message": "NAS 046 454 286"})

    assert not Handover.objects.exists()
    assert answer.context["form"].errors["message"]


def test_nobody_proposes_for_the_people_of_others(bridge: Bridge) -> None:
    candidacy = bridge.ready(None, "card")

    answer = browser(bridge.receiver).get(reverse("pool:propose", args=[candidacy.case_file.reference]))

    assert answer.status_code == 404


def test_who_proposed_may_withdraw_and_who_receives_may_not(bridge: Bridge) -> None:
    handover = bridge.agreed()
    withdraw = reverse("pool:withdraw", args=[handover.pk])

    assert withdraw in text(browser(bridge.sender), "handover", handover.pk)
    assert withdraw not in text(browser(bridge.receiver), "handover", handover.pk)


def test_before_the_person_agrees_the_receiver_finds_nothing(bridge: Bridge) -> None:
    handover = bridge.propose()
    client = browser(bridge.receiver)

    assert client.get(reverse("pool:handover", args=[handover.pk])).status_code == 404
    assert handover.case_file.reference not in text(client, "handovers")
    assert client.post(reverse("pool:accept", args=[handover.pk])).status_code == 404


def test_the_receiver_reads_a_number_and_the_card_then_accepts(bridge: Bridge) -> None:
    handover = bridge.agreed(bridge.ready(make_person("Awa Diop"), "card", headline="Soudeuse TIG"))
    client = browser(bridge.receiver)

    page = text(client, "handover", handover.pk)
    assert "Soudeuse TIG" in page
    assert "Awa" not in page
    answer = client.post(reverse("pool:accept", args=[handover.pk]), {"becomes_caseworker": "on"}, follow=True)

    file = CaseFile.objects.get(pk=handover.case_file_id)
    assert (file.organisation, file.caseworker) == (bridge.regional, bridge.receiver.person)
    assert "Awa Diop" in answer.content.decode()
    # The former organisation keeps the line, without the name.
    assert "Awa" not in text(browser(bridge.sender), "handover", handover.pk)


def test_without_consent_to_show_it_the_receiver_sees_no_card(bridge: Bridge) -> None:
    handover = bridge.agreed(bridge.ready(headline="Soudeuse TIG"))

    page = text(browser(bridge.receiver), "handover", handover.pk)

    assert "Soudeuse TIG" not in page
    assert "did not agree to show their card" in page


def test_who_proposed_does_not_accept(bridge: Bridge) -> None:
    handover = bridge.agreed()
    client = browser(bridge.sender)

    assert client.post(reverse("pool:accept", args=[handover.pk])).status_code == 404
    assert client.post(reverse("pool:decline", args=[handover.pk]), {"reason": "Non"}).status_code == 404
    assert Handover.objects.get().state == "consented"


def test_who_is_asked_does_not_withdraw_or_enter_a_consent(bridge: Bridge) -> None:
    handover = bridge.agreed()
    client = browser(bridge.receiver)

    assert client.post(reverse("pool:withdraw", args=[handover.pk])).status_code == 404
    assert client.post(reverse("pool:paper", args=[handover.pk])).status_code == 404


def test_declining_without_a_reason_says_so_and_keeps_the_page(bridge: Bridge) -> None:
    handover = bridge.agreed()
    client = browser(bridge.receiver)

    wrong = client.post(reverse("pool:decline", args=[handover.pk]), {"reason": ""})
    assert wrong.context["decline_form"].errors["reason"]
    client.post(reverse("pool:decline", args=[handover.pk]), {"reason": "Aucun logement."})

    assert Handover.objects.get().state == "declined"


def test_withdrawing_asks_first(bridge: Bridge) -> None:
    handover = bridge.agreed()
    client = browser(bridge.sender)

    assert "Withdraw this handover?" in text(client, "withdraw", handover.pk)
    client.post(reverse("pool:withdraw", args=[handover.pk]))

    assert Handover.objects.get().state == "withdrawn"


def test_a_signed_sheet_is_noted_with_the_language_it_was_read_in(bridge: Bridge) -> None:
    handover = bridge.propose(bridge.ready(make_person("Sans Courriel", language="en")))
    client = browser(bridge.sender)

    page = text(client, "paper", handover.pk)
    assert "I agree that the organisation" in page
    unsigned = client.post(reverse("pool:paper", args=[handover.pk]), {"language": "en", "version": 1})
    assert unsigned.context["form"].errors["signed"]
    client.post(reverse("pool:paper", args=[handover.pk]), {"language": "en", "version": 1, "signed": "on"})

    assert Handover.objects.get().state == "consented"


def test_a_coordinator_sees_numbers_of_their_editions_and_opens_none(bridge: Bridge) -> None:
    handover = bridge.agreed(bridge.ready(make_person("Awa Diop"), "card"))
    client = browser(make_user(Role.PROGRAMME_COORDINATOR))

    page = text(client, "handovers")

    assert handover.case_file.reference in page
    assert "Awa" not in page
    assert reverse("pool:handover", args=[handover.pk]) not in page
    assert client.get(reverse("pool:handover", args=[handover.pk])).status_code == 404


def test_closed_handovers_stand_apart(bridge: Bridge) -> None:
    handover = bridge.agreed()
    actions.accept(handover=handover, by=bridge.receiver.person)
    client = browser(bridge.receiver)

    assert "No handover is open" in text(client, "handovers")
    assert handover.case_file.reference in text(client, "handovers", show="closed")


def test_the_list_of_handovers_costs_the_same_for_one_and_for_three(
    bridge: Bridge, django_assert_num_queries: object
) -> None:
    client = browser(bridge.receiver)
    bridge.agreed()
    text(client, "handovers")

    for number in (1, 3):
        while Handover.objects.count() < number:
            bridge.agreed()
        with django_assert_num_queries(7):  # type: ignore[operator]
            text(client, "handovers")


# ------------------------------------------------------------------ the person


def test_the_person_reads_who_asks_agrees_and_sees_until_when(bridge: Bridge) -> None:
    user = make_user(Role.PARTICIPANT)
    handover = bridge.propose(bridge.ready(user.person), message="Cherche un atelier.")
    client = browser(user)

    page = text(client, "my_handover", handover.pk)
    assert bridge.regional.name in page
    assert "Cherche un atelier." in page
    given = {"purpose": "handover", "about": f"handover:{handover.pk}", "language": "en", "version": 1}
    client.post(reverse("consent:give"), given)

    assert Handover.objects.get().state == "consented"
    assert "You agreed that" in text(client, "my_handover", handover.pk)


def test_the_person_says_no_with_one_button(bridge: Bridge) -> None:
    user = make_user(Role.PARTICIPANT)
    handover = bridge.propose(bridge.ready(user.person))

    browser(user).post(reverse("pool:refuse", args=[handover.pk]))

    assert Handover.objects.get().state == "refused"


def test_nobody_reads_or_refuses_the_handover_of_somebody_else(bridge: Bridge) -> None:
    handover = bridge.propose()
    client = browser(make_user(Role.PARTICIPANT))

    assert client.get(reverse("pool:my_handover", args=[handover.pk])).status_code == 404
    assert client.post(reverse("pool:refuse", args=[handover.pk])).status_code == 404
    given = {"purpose": "handover", "about": f"handover:{handover.pk}", "language": "en", "version": 1}
    client.post(reverse("consent:give"), given)
    assert Handover.objects.get().state == "proposed"


def test_an_answer_that_is_awaited_waits_in_the_persons_space(bridge: Bridge) -> None:
    handover = bridge.propose()
    person = handover.case_file.person
    url = reverse("pool:my_handover", args=[handover.pk])

    assert url in [waiting.url for waiting in waiting_for(person)]
    actions.refuse(handover=handover, by=person)
    assert url not in [waiting.url for waiting in waiting_for(person)]


# ------------------------------------------------------------------ what other pages gather


def lines_of(code: str, user: object) -> list[dict[str, object]]:
    source = next(each for each in morning.sources() if each.code == code)
    rows = list(source.rows(user))
    assert all(tuple(row) == morning.COLUMNS for row in rows)
    return rows


def test_the_morning_list_has_what_is_to_be_accepted_and_what_is_late(bridge: Bridge) -> None:
    handover = bridge.agreed()

    received = lines_of("pool.to_receive", bridge.receiver)
    assert [(row["object_id"], row["since"]) for row in received] == [(handover.pk, handover.consented_at)]
    assert received[0]["due"] == timezone.localdate(handover.due_at)
    assert lines_of("pool.to_receive", bridge.sender) == lines_of("pool.late", bridge.sender) == []

    past = handover.proposed_at - timedelta(days=9)
    Handover.objects.update(
        proposed_at=past, consented_at=past, due_at=handover.proposed_at, escalated_at=timezone.now()
    )
    assert [row["object_id"] for row in lines_of("pool.late", bridge.sender)] == [handover.pk]
    assert lines_of("pool.late", bridge.receiver) == []


def test_a_person_who_has_not_answered_for_days_is_worth_a_call(bridge: Bridge) -> None:
    handover = bridge.propose()
    assert lines_of("pool.quiet", bridge.sender) == []

    Handover.objects.update(proposed_at=handover.proposed_at - timedelta(days=6))

    assert [row["due"] for row in lines_of("pool.quiet", bridge.sender)] == [None]


def test_the_files_page_says_where_a_handover_stands_or_how_to_propose_one(bridge: Bridge, rf: object) -> None:
    assert "handover" in [each.anchor for each in sections.sections()]
    request = rf.get("/")
    request.user = bridge.sender
    file = bridge.ready().case_file
    file.refresh_from_db()

    assert reverse("pool:propose", args=[file.reference]) in section(request, file)
    handover = actions.propose(
        case_file=file, edition=bridge.edition, organisation=bridge.regional, by=bridge.sender.person
    )
    assert reverse("pool:handover", args=[handover.pk]) in section(request, file)
    alone = make_organisation()
    request.user = make_caseworker(alone)
    assert section(request, CaseFile(pk=0, organisation=alone)) == ""
    assert not Handover.objects.visible_to(AnonymousUser()).exists()
