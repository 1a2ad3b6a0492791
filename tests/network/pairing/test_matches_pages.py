"""Pages of matches: what each side and staff may see and do, and what is never shown to them."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from network.pairing.kinds import Format
from network.pairing.matches import actions
from network.pairing.matches.models import Agreement, Day, Logbook, Match, Resource, Review, Side, State
from people.accounts.models import Role, User
from people.consent import actions as consents
from people.oversight.models import ReadEntry
from tests.factories.accounts import make_user, sign_in
from tests.factories.matches import (
    draft_of,
    give,
    make_completed,
    make_done,
    make_match,
    make_signed,
    review_of,
    sign,
    write,
)
from tests.factories.pairing import make_offer, make_settings
from tests.factories.participants import agree, make_caseworker
from tests.factories.programmes import make_partner

pytestmark = pytest.mark.django_db


def browser_of(match: Match, side: str) -> Client:
    return sign_in(Client(), User.objects.get(person=match.person_of(side)))


def url(name: str, *args: Any) -> str:
    return reverse(f"matches:{name}", args=args)


def staff_of(match: Match) -> Client:
    """The caseworker of the organisation that follows the candidate."""
    return sign_in(Client(), make_caseworker(match.request.candidacy.case_file.organisation))


def coordination() -> Client:
    return sign_in(Client(), make_user(Role.PROGRAMME_COORDINATOR))


def body(response: Any) -> str:
    return str(response.content.decode())


# ------------------------------------------------------------------ who knows whom


@pytest.mark.parametrize("side", list(Side))
def test_names_and_addresses_are_shown_once_both_have_signed(side: Side) -> None:
    match = make_match()
    other = match.person_of(side.other)
    address = User.objects.get(person=other).email
    write(match)
    sign(match, Side.HOST)

    before = body(browser_of(match, side).get(url("match", match.pk)))
    sign(match, Side.CANDIDATE)
    after = body(browser_of(match, side).get(url("match", match.pk)))

    assert other.name not in before
    assert address not in before
    assert other.name in after
    assert address in after


def test_a_telephone_is_shown_to_the_other_who_shares_it_and_after_both_signed() -> None:
    match = make_match()
    browser_of(match, Side.HOST).post(url("phone", match.pk), {"phone": "418 555-0134"})
    before = body(browser_of(match, Side.CANDIDATE).get(url("match", match.pk)))
    write(match)
    sign(match, Side.HOST)
    sign(match, Side.CANDIDATE)

    assert "555-0134" not in before
    assert "418 555-0134" in body(browser_of(match, Side.CANDIDATE).get(url("match", match.pk)))


def test_ways_to_reach_each_other_go_with_the_end() -> None:
    match = make_signed()
    address = User.objects.get(person=match.host).email
    actions.end(match=match, reason="not_suited", by=match.host, side=Side.HOST)

    assert address not in body(browser_of(match, Side.CANDIDATE).get(url("match", match.pk)))


def test_the_card_is_for_the_host_who_signed_under_consent_and_its_reading_is_noted() -> None:
    match = make_match()
    host = browser_of(match, Side.HOST)
    agree(match.candidate, "card")
    assert host.get(url("card", match.pk)).status_code == 404
    write(match)
    sign(match, Side.HOST)
    sign(match, Side.CANDIDATE)

    assert match.candidate.name in body(host.get(url("card", match.pk)))
    assert ReadEntry.objects.filter(subject=match.candidate_id, reader=match.host_id, kind="card").exists()
    assert browser_of(match, Side.CANDIDATE).get(url("card", match.pk)).status_code == 404


def test_without_consent_to_show_it_the_card_stays_closed() -> None:
    match = make_signed()
    consents.withdraw_purpose(person=match.candidate, purpose="card", about="", by=match.candidate)

    assert browser_of(match, Side.HOST).get(url("card", match.pk)).status_code == 404


def test_a_stranger_finds_no_match() -> None:
    match = make_signed()
    stranger = sign_in(Client(), make_user("participant"))

    assert stranger.get(url("match", match.pk)).status_code == 404
    assert stranger.get(url("document", match.pk)).status_code == 404


# ------------------------------------------------------------------ the agreement


def test_the_agreement_is_written_signed_and_kept_as_a_document() -> None:
    match = make_match()
    host, candidate = browser_of(match, Side.HOST), browser_of(match, Side.CANDIDATE)
    page = host.get(url("edit", match.pk))
    typed = {name: value if value is not None else "" for name, value in page.context["form"].initial.items()}
    typed |= {"goal1": "Connaître le métier", "starts_on": str(typed["starts_on"]), "ends_on": str(typed["ends_on"])}

    assert host.post(url("edit", match.pk), typed).status_code == 302
    assert candidate.get(url("document", match.pk)).status_code == 404
    revision = draft_of(match).revision
    for one in (host, candidate):
        one.post(url("sign", match.pk), {"revision": revision})

    assert Match.objects.get(pk=match.pk).state == State.SIGNED
    paper = candidate.get(url("document", match.pk))
    assert paper.content.startswith(b"%PDF")
    assert str(match.candidate.name) not in paper["Content-Disposition"]


def test_a_mentorship_lasts_as_long_as_the_edition_says() -> None:
    match = make_match()
    starts = timezone.localdate()
    typed = {"revision": 1, "starts_on": str(starts), "ends_on": str(starts + timedelta(days=20)), "hours": 10}

    page = browser_of(match, Side.HOST).post(url("edit", match.pk), typed)

    assert page.status_code == 200
    assert "ends_on" in page.context["form"].errors


def test_dates_of_a_placement_want_an_insurer() -> None:
    match = make_match(Format.PLACEMENT)
    day = timezone.localdate() + timedelta(days=3)
    typed = {"revision": 1, "zone": "America/Toronto", "day1": str(day), "starts1": "08:30", "ends1": "16:30"}

    page = browser_of(match, Side.HOST).post(url("edit", match.pk), typed)

    assert "insurer" in page.context["form"].errors
    assert not Day.objects.exists()


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"day1": "", "starts1": "08:30", "ends1": "16:30"}, "day1"),
        ({"starts1": "16:30", "ends1": "08:30"}, "ends1"),
        ({"starts1": "08:30", "ends1": "09:00", "pause1": "60"}, "pause1"),
        ({"day1": "2027-03-14", "starts1": "02:30", "ends1": "05:00"}, "starts1"),
    ],
)
def test_a_row_of_a_day_says_what_is_wrong_with_it(row: dict[str, str], field: str) -> None:
    match = make_match(Format.PLACEMENT)
    typed = {"revision": 1, "zone": "America/Toronto", "insurer": "employer", "day1": "2027-04-14"} | row

    page = browser_of(match, Side.HOST).post(url("edit", match.pk), typed)

    assert field in page.context["form"].errors


def test_who_saves_second_reads_what_was_saved_loses_nothing_and_may_send_it_again() -> None:
    match = make_match()
    host = browser_of(match, Side.HOST)
    typed: dict[str, Any] = {"revision": draft_of(match).revision, "goal1": "Mon but à moi"}
    write(match, by=match.candidate, goals=("Leur but",))

    page = host.post(url("edit", match.pk), typed)

    assert page.status_code == 409
    assert "Leur but" in body(page)
    assert "Mon but à moi" in body(page)
    assert (
        host.post(url("edit", match.pk), typed | {"revision": page.context["form"].data["revision"]}).status_code == 302
    )
    assert [goal.text for goal in draft_of(match).goals.all()] == ["Mon but à moi"]


def test_a_social_insurance_number_is_not_kept() -> None:
    match = make_match()

    page = browser_of(match, Side.HOST).post(url("edit", match.pk), {"revision": 1, "limits": "NAS 046 454 286"})

    assert "limits" in page.context["form"].errors


def test_a_new_version_leads_to_its_form_and_can_be_dropped() -> None:
    match = make_signed()
    host = browser_of(match, Side.HOST)

    assert host.post(url("new_version", match.pk))["Location"] == url("edit", match.pk)
    host.post(url("drop", match.pk))

    assert not Agreement.objects.draft().exists()


# ------------------------------------------------------------------ logbook, reviews, days


def test_a_logbook_is_private_until_it_is_shared_and_again_when_it_is_not() -> None:
    match = make_signed(Format.PLACEMENT)
    candidate, host, staff = browser_of(match, Side.CANDIDATE), browser_of(match, Side.HOST), staff_of(match)
    candidate.post(url("logbook", match.pk), {"revision": 0, "procedures": "La fiche de suivi."})
    assert host.get(url("logbook", match.pk)).status_code == 404
    assert "fiche de suivi" not in body(staff.get(url("staff_match", match.pk)))

    candidate.post(url("share", match.pk), {"with_host": "on", "with_caseworker": "on"})
    assert "fiche de suivi" in body(host.get(url("logbook", match.pk)))
    assert "fiche de suivi" in body(staff.get(url("staff_match", match.pk)))
    assert "fiche de suivi" not in body(coordination().get(url("staff_match", match.pk)))

    candidate.post(url("share", match.pk), {})
    assert host.get(url("logbook", match.pk)).status_code == 404


def test_the_host_writes_nothing_in_a_logbook() -> None:
    match = make_signed()
    Logbook.objects.create(match=match, gaps="…", shared_with_host=True, shared_at=timezone.now())

    assert browser_of(match, Side.HOST).post(url("logbook", match.pk), {"revision": 0}).status_code == 404


def test_a_logbook_in_two_windows_loses_nothing() -> None:
    match = make_signed()
    candidate = browser_of(match, Side.CANDIDATE)
    candidate.post(url("logbook", match.pk), {"revision": 0, "gaps": "Fenêtre un"})

    page = candidate.post(url("logbook", match.pk), {"revision": 0, "gaps": "Fenêtre deux"})

    assert page.status_code == 409
    assert "Fenêtre un" in body(page)
    assert "Fenêtre deux" in body(page)


def test_a_review_is_read_by_its_writer_and_by_staff_and_its_private_box_by_the_coordination_alone() -> None:
    match = make_signed()
    actions.add_minutes(match=match, minutes=60, key="meeting:1")
    typed = {"usefulness": "4", "problem": "no", "words": "Très concret.", "private": "Il arrive en retard."}
    candidate = browser_of(match, Side.CANDIDATE)
    review = review_of(match, Side.CANDIDATE, "first")

    assert candidate.post(url("review", review.pk), typed).status_code == 302

    assert "en retard" in body(candidate.get(url("review", review.pk)))
    assert browser_of(match, Side.HOST).get(url("review", review.pk)).status_code == 404
    caseworker = body(staff_of(match).get(url("staff_match", match.pk)))
    assert "Très concret." in caseworker
    assert "en retard" not in caseworker
    assert "en retard" in body(coordination().get(url("staff_match", match.pk)))
    assert "Très concret." not in body(browser_of(match, Side.HOST).get(url("match", match.pk)))


def test_a_final_review_is_given_on_its_page() -> None:
    match = make_done()
    review = review_of(match, Side.HOST)
    typed = {"goals_reached": "all", "contacts_gained": "3", "gained": "interview", "would_again": "yes"}

    assert browser_of(match, Side.HOST).post(url("review", review.pk), typed).status_code == 302

    review = Review.objects.get(pk=review.pk)
    assert (review.goals_reached, review.contacts_gained, review.gained, review.would_again) == (
        "all",
        3,
        "interview",
        True,
    )


def test_a_review_that_was_given_is_not_given_again() -> None:
    match = make_done()
    give(match, Side.HOST)
    review = review_of(match, Side.HOST)
    typed = {"goals_reached": "none", "contacts_gained": "0", "gained": "nothing", "would_again": "no"}

    page = browser_of(match, Side.HOST).post(url("review", review.pk), typed)

    assert page.status_code == 200
    assert Review.objects.get(pk=review.pk).goals_reached == "some"


def test_days_that_are_over_are_ticked_by_staff_who_were_told() -> None:
    match = make_signed(Format.PLACEMENT)
    day = match.agreements.get(state="in_force").days.first()
    assert day is not None
    Day.objects.filter(pk=day.pk).update(day=timezone.localdate() - timedelta(days=1))
    caseworker = staff_of(match)
    assert f'value="{day.pk}"' in body(caseworker.get(url("staff_match", match.pk)))

    caseworker.post(url("staff_days", match.pk), {"day": [day.pk, "x"]})

    assert Match.objects.get(pk=match.pk).minutes_done == 420


def test_a_goal_is_ticked_on_the_page() -> None:
    match = make_signed()
    candidate = browser_of(match, Side.CANDIDATE)

    candidate.post(url("tick", match.pk, 2), {"reached": "1"})

    goal = match.agreements.get(state="in_force").goals.get(rank=2)
    assert goal.reached_by_id == match.candidate_id
    assert candidate.post(url("tick", match.pk, 9), {"reached": "1"}).status_code == 404


# ------------------------------------------------------------------ ends


def test_the_candidate_says_whether_to_look_for_another_match() -> None:
    match = make_signed()
    candidate = browser_of(match, Side.CANDIDATE)
    assert candidate.post(url("end", match.pk), {"reason": "not_suited"}).status_code == 200

    candidate.post(url("end", match.pk), {"reason": "not_suited", "again": "no"})

    ended = Match.objects.select_related("request").get(pk=match.pk)
    assert (ended.state, ended.request.state) == (State.ENDED, "ended")


def test_only_who_ended_it_takes_that_back() -> None:
    match = make_signed()
    browser_of(match, Side.HOST).post(url("end", match.pk), {"reason": "not_suited", "words": "Trop loin."})

    other = browser_of(match, Side.CANDIDATE)
    assert "Trop loin." not in body(other.get(url("match", match.pk)))
    assert other.post(url("resume", match.pk)).status_code == 404
    browser_of(match, Side.HOST).post(url("resume", match.pk))

    assert Match.objects.get(pk=match.pk).state == State.SIGNED


# ------------------------------------------------------------------ staff


def test_staff_read_the_name_of_whom_they_follow_and_the_coordination_a_number() -> None:
    match = make_signed()
    number = match.request.candidacy.case_file.reference

    assert match.candidate.name in body(staff_of(match).get(url("staff_match", match.pk)))
    page = body(coordination().get(url("staff_match", match.pk)))
    assert match.candidate.name not in page
    assert number in page
    assert coordination().get(url("staff_document", match.pk)).status_code == 404


def test_a_caseworker_of_another_organisation_finds_no_match() -> None:
    match = make_signed()
    from tests.factories.organisations import make_organisation

    other = sign_in(Client(), make_caseworker(make_organisation()))

    assert other.get(url("staff_match", match.pk)).status_code == 404
    assert match.candidate.name not in body(other.get(url("list")))


def test_a_caseworker_ends_a_match_and_takes_that_back() -> None:
    match = make_signed()
    staff = staff_of(match)

    staff.post(url("staff_end", match.pk), {"reason": "no_show", "again": ""})
    assert Match.objects.get(pk=match.pk).state == State.ENDED
    staff.post(url("staff_resume", match.pk))

    assert Match.objects.get(pk=match.pk).state == State.SIGNED


def test_the_coordination_completes_a_match_and_a_caseworker_does_not() -> None:
    match = make_signed()
    assert staff_of(match).post(url("complete", match.pk), {"because": "x"}).status_code == 404

    coordination().post(url("complete", match.pk), {"because": "Vingt heures, et un emploi."})

    assert Match.objects.get(pk=match.pk).state == State.COMPLETED


@pytest.mark.parametrize("matches", [1, 3])
def test_the_list_asks_as_much_for_three_as_for_one(matches: int, django_assert_max_num_queries: Any) -> None:
    for _number in range(matches):
        make_signed()
    staff = coordination()
    staff.get(url("list"))

    with django_assert_max_num_queries(24):
        page = staff.get(url("list"))

    assert len(page.context["lines"]) == matches


@pytest.mark.parametrize(
    ("narrowed", "number"),
    [
        ({}, 2),
        ({"state": "completed"}, 1),
        ({"state": "all"}, 3),
        ({"needs": "signature"}, 1),
        ({"format": "placement"}, 1),
    ],
)
def test_the_list_is_narrowed(narrowed: dict[str, str], number: int) -> None:
    make_match()
    make_signed(Format.PLACEMENT)
    make_completed()

    assert len(coordination().get(url("list"), narrowed).context["lines"]) == number


def test_links_are_set_by_the_coordination_and_read_by_the_two() -> None:
    match = make_signed()
    edition = match.edition_id
    typed = {"phase": "start", "format": "", "title_fr": "Le premier appel", "url": "https://exemple.test/appel"}
    client = coordination()
    client.post(url("links", edition), typed)
    client.post(url("links", edition), typed)

    link = Resource.objects.get()
    assert "Le premier appel" in body(browser_of(match, Side.HOST).get(url("match", match.pk)))
    client.post(url("link_remove", link.pk))

    assert not Resource.objects.exists()


def test_what_waits_is_named_in_my_space() -> None:
    from people.participants.waiting import waiting_for

    match = make_match()
    write(match)
    labels = [str(each.label) for each in waiting_for(match.host)]
    sign(match, Side.HOST)
    after = [str(each.label) for each in waiting_for(match.host)]

    assert len(labels) == len(after) + 1


@pytest.mark.parametrize(("side", "language"), [(Side.CANDIDATE, "fr"), (Side.HOST, "en")])
@pytest.mark.parametrize("format", [Format.MENTORING, Format.PLACEMENT, Format.CONVERSATION])
def test_every_page_of_a_match_opens_in_every_state(format: str, side: Side, language: str) -> None:
    """An unknown name in a template stops the test."""
    from django.utils import translation

    with translation.override(language):
        pages = [make_match(format), make_signed(format), make_done(format), make_completed(format)]
        ended = make_signed(format)
        actions.end(match=ended, reason="not_suited", by=ended.person_of(side), side=side)
        for match in [*pages, ended]:
            client, staff = browser_of(match, side), staff_of(match)
            for name in ("match", "agreement", "edit", "end"):
                assert client.get(url(name, match.pk)).status_code in {200, 302}
            for name in ("staff_match", "staff_edit", "staff_end"):
                assert staff.get(url(name, match.pk)).status_code in {200, 302}
            assert client.get(url("home")).status_code == 200


def test_the_document_says_when_each_signed_by_the_clocks_of_montreal() -> None:
    match = make_signed()
    at = datetime(2026, 12, 2, 1, 43, tzinfo=UTC)
    Agreement.objects.filter(match=match).update(candidate_signed_at=at, host_signed_at=at, in_force_at=at)

    answer = browser_of(match, Side.CANDIDATE).get(url("document", match.pk))

    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages).replace("\u00a0", " ")
    assert words.count("mardi 1er décembre 2026 à 20 h 43") == 3


def test_the_final_review_of_a_match_that_ended_completes_nothing_and_does_not_say_so() -> None:
    match = make_signed()
    actions.add_minutes(match=match, minutes=60, key="meeting:1")
    actions.end(match=match, reason="not_suited", by=match.host, side=Side.HOST)

    page = body(browser_of(match, Side.CANDIDATE).get(url("match", match.pk)))

    assert "mieux jumeler" in page or "meilleurs jumelages" in page
    assert "Avec les deux bilans" not in page


def test_the_partner_that_brought_the_host_reads_no_word_said_for_others() -> None:
    edition = make_settings().edition
    partner = make_partner(edition)
    match = make_signed(offer=make_offer(edition, format=Format.MENTORING, partner=partner))
    actions.add_minutes(match=match, minutes=60, key="meeting:1")
    answers = {"usefulness": 2, "problem": True, "words": "Il annule sans cesse.", "private": ""}
    give(match, Side.CANDIDATE, "first", **answers)
    actions.end(match=match, reason="other", by=match.candidate, side=Side.CANDIDATE, words="Je n’y crois plus.")

    page = body(sign_in(Client(), make_caseworker(partner.organisation)).get(url("staff_match", match.pk)))
    own = body(staff_of(match).get(url("staff_match", match.pk)))

    for words in ("Il annule sans cesse.", "Je n’y crois plus."):
        assert words in own
        assert words not in page
