"""What a candidate asks for: begun from the card, sent when all is said, put aside, and in the queue by the days waited."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import override

from core.audit import Entry
from core.forbidden import SensitiveText
from core.outbox import Mail
from core.reference.models import Region
from network.pairing.kinds import Want
from network.pairing.requests import actions, completeness, queue, refusals, signals
from network.pairing.requests.models import Request, State
from people.accounts.models import Person
from people.consent import actions as consents
from people.participants import actions as participants
from people.participants import endings
from people.participants.models import Candidacy, PaperLetter
from people.privacy import actions as privacy
from people.privacy import erasing
from people.privacy.models import Erasure
from people.programmes.models import Edition
from tests.factories.accounts import make_person
from tests.factories.organisations import make_organisation
from tests.factories.pairing import OCCUPATION, make_request, make_settings
from tests.factories.participants import agree, make_candidacy, make_card, make_caseworker, make_ready
from tests.factories.programmes import make_edition, make_partner

pytestmark = pytest.mark.django_db


def fresh(request: Request) -> Request:
    return Request.objects.get(pk=request.pk)


def caseworker_of(request: Request) -> Person:
    return make_caseworker(request.candidacy.case_file.organisation).person  # type: ignore[arg-type]  # followed


def letters(template: str) -> list[dict[str, Any]]:
    """What was told by mail, or laid out to be printed: payloads."""
    mails = list(Mail.objects.filter(template=template).values_list("payload", flat=True))
    return [*mails, *PaperLetter.objects.filter(template=template).values_list("payload", flat=True)]


def backdated(request: Request, days: int) -> Request:
    """As if it stood where it stands for so many days."""
    Request.objects.filter(pk=request.pk).update(state_since=timezone.now() - timedelta(days=days))
    return fresh(request)


# ------------------------------------------------------------------ begun and written


def test_a_request_begins_from_the_card() -> None:
    candidacy = make_ready(edition=make_settings().edition)
    card = candidacy.case_file.person.card
    card.regions.set(Region.objects.filter(pk__in=["02", "03"]))

    request = actions.begin(candidacy=candidacy, by=candidacy.case_file.person)

    assert request.state == State.DRAFT
    assert [each.code for each in request.occupations.all()] == [card.occupation_code]
    assert request.availability == card.availability
    assert {region.pk for region in request.regions.all()} == {"02", "03"}
    assert request.sent_at is None


def test_to_begin_twice_is_once() -> None:
    candidacy = make_ready(edition=make_settings().edition)
    first = actions.begin(candidacy=candidacy, by=candidacy.case_file.person)

    assert actions.begin(candidacy=candidacy, by=candidacy.case_file.person) == first


def test_somebody_without_a_card_begins_from_nothing() -> None:
    candidacy = make_candidacy(edition=make_settings().edition)

    request = actions.begin(candidacy=candidacy, by=candidacy.case_file.person)

    assert [what.field for what in completeness.missing(request)] == ["purposes", "occupation_1", "availability"]


@pytest.mark.parametrize("which", ["does not pair", "closed"])
def test_a_request_is_made_to_an_edition_that_pairs_and_is_open(which: str) -> None:
    if which == "does not pair":
        candidacy = make_ready()
    else:
        candidacy = make_ready(edition=make_settings().edition)
        Edition.objects.filter(pk=candidacy.edition_id).update(state="closed")

    with pytest.raises(refusals.DoesNotPair):
        actions.begin(candidacy=candidacy, by=candidacy.case_file.person)


def test_a_draft_is_kept_with_what_was_said_and_no_more() -> None:
    request = make_request(state="draft")
    by = request.person

    actions.write(request=request, details={"purposes": ["choice", "no such"], "words": "Bonjour."}, by=by)

    kept = fresh(request)
    assert (kept.purposes, kept.words) == (["choice"], "Bonjour.")
    assert kept.formats == request.formats
    entry = Entry.objects.filter(action="pairing_request.written").get()
    assert (entry.actor, entry.fields) == (by.pk, ["purposes", "words"])


def test_what_must_be_is_no_wish_beside() -> None:
    request = make_request(state="draft", wishes=["online", "transit"])

    actions.write(request=request, details={"musts": ["online"]}, by=request.person)

    kept = fresh(request)
    assert (kept.musts, kept.wishes) == (["online"], ["transit"])


def test_occupations_keep_their_order_and_are_three_at_most() -> None:
    request = make_request(state="draft")
    codes = ["31301", OCCUPATION, "31301", "72400", "21231"]

    actions.write(request=request, details={"occupations": codes}, by=request.person)

    assert [each.code for each in request.occupations.all()] == ["31301", OCCUPATION, "72400"]


def test_a_social_insurance_number_is_kept_nowhere() -> None:
    request = make_request(state="draft")

    with pytest.raises(SensitiveText):
        actions.write(request=request, details={"words": "Mon NAS est 046 454 286."}, by=request.person)

    assert fresh(request).words == ""


def test_in_the_queue_a_request_stays_complete() -> None:
    request = make_request()

    with pytest.raises(refusals.Incomplete) as refused:
        actions.write(request=request, details={"formats": []}, by=request.person)

    assert [what.field for what in refused.value.missing] == ["formats"]
    assert fresh(request).formats == request.formats


@pytest.mark.parametrize("state", ["matched", "ended"])
def test_what_is_matched_or_has_ended_is_not_written(state: str) -> None:
    request = make_request(state=state)

    with pytest.raises(refusals.NotToBeWritten):
        actions.write(request=request, details={"words": "Encore."}, by=request.person)


# ------------------------------------------------------------------ sent


def test_sent_it_waits_from_now_on_and_the_person_is_told() -> None:
    request = make_request(state="draft")

    actions.send(request=request, by=request.person)

    sent = fresh(request)
    assert sent.state == State.WAITING
    assert sent.sent_at == sent.waiting_since is not None
    assert letters("requests/moved") == [{"what": "sent"}]


def test_to_send_twice_is_once() -> None:
    request = make_request(state="draft")
    actions.send(request=request, by=request.person)
    since = fresh(request).waiting_since

    actions.send(request=request, by=request.person)

    assert fresh(request).waiting_since == since
    assert letters("requests/moved") == [{"what": "sent"}]


def test_only_somebody_who_may_take_part_sends() -> None:
    edition = make_settings().edition
    candidacy = make_candidacy(edition=edition)
    make_card(candidacy.case_file.person)
    request = actions.begin(candidacy=candidacy, by=candidacy.case_file.person)
    actions.write(request=request, details={"purposes": ["contacts"]}, by=candidacy.case_file.person)

    with pytest.raises(refusals.NotEligibleYet):
        actions.send(request=request, by=candidacy.case_file.person)

    assert fresh(request).state == State.DRAFT


@pytest.mark.parametrize(
    ("what", "empty"),
    [
        ("purposes", {"purposes": []}),
        ("formats", {"formats": ["group"]}),
        ("availability", {"availability": 0}),
        ("regions", {"goes_anywhere": False, "online_welcome": False}),
    ],
)
def test_what_is_missing_is_named_before_it_is_sent(what: str, empty: dict[str, Any]) -> None:
    request = make_request(state="draft", **empty)

    with pytest.raises(refusals.Incomplete) as refused:
        actions.send(request=request, by=request.person)

    assert [each.field for each in refused.value.missing] == [what]


def test_a_caseworker_writes_and_sends_on_behalf() -> None:
    request = make_request(state="draft")
    by = caseworker_of(request)

    actions.send(request=request, by=by)

    assert fresh(request).steps.get().by == by


# ------------------------------------------------------------------ the database


@pytest.mark.parametrize(
    ("constraint", "facts"),
    [
        ("request_state_is_known", {"state": "lost"}),
        ("request_in_the_queue_since", {"waiting_since": None}),
        ("request_availability_has_21_parts", {"availability": 2**21}),
    ],
)
def test_what_cannot_be_is_refused_by_the_database(constraint: str, facts: dict[str, Any]) -> None:
    request = make_request()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Request.objects.filter(pk=request.pk).update(**facts)


def test_a_candidacy_has_one_request_alive() -> None:
    request = make_request()

    with pytest.raises(IntegrityError), transaction.atomic():
        Request.objects.create(candidacy=request.candidacy)
    Request.objects.filter(pk=request.pk).update(state="ended")
    Request.objects.create(candidacy=request.candidacy)


# ------------------------------------------------------------------ put aside, taken up, withdrawn, brought back


def test_days_put_aside_do_not_count_and_those_waited_stay() -> None:
    request = make_request(waited=40)
    actions.rest(request=request, by=request.person, reason="Examens.")
    resting = backdated(request, 30)
    # Waited for ten days, then aside for thirty.
    assert resting.days_waited == 10

    actions.take_up(request=resting, by=request.person)

    taken_up = fresh(request)
    assert (taken_up.state, taken_up.days_waited, taken_up.reason) == (State.WAITING, 10, "")


def test_a_request_is_not_taken_up_by_whom_nobody_may_propose() -> None:
    request = make_request()
    actions.rest(request=request, by=request.person)
    Candidacy.objects.filter(pk=request.candidacy_id).update(state="not_yet")

    with pytest.raises(refusals.NotEligibleYet):
        actions.take_up(request=request, by=request.person)


def test_withdrawn_it_can_be_brought_back_with_the_days_waited() -> None:
    request = make_request(waited=20)
    actions.end(request=request, by=request.person)
    backdated(request, 5)

    actions.bring_back(request=request, by=request.person)

    back = fresh(request)
    assert (back.state, back.days_waited) == (State.WAITING, 15)


def test_what_was_put_aside_comes_back_put_aside() -> None:
    request = make_request(waited=20)
    actions.rest(request=request, by=request.person)
    actions.end(request=request, by=request.person)

    actions.bring_back(request=request, by=request.person)

    assert fresh(request).state == State.RESTING


def test_days_put_aside_before_it_was_withdrawn_do_not_count_either() -> None:
    request = make_request(waited=60)
    actions.rest(request=request, by=request.person)
    backdated(request, 50)
    actions.end(request=request, by=request.person)
    Request.objects.update(waiting_since=F("waiting_since") - timedelta(days=20))
    ended = backdated(request, 20)
    # Waited for ten days, aside for thirty, withdrawn for twenty.
    assert ended.days_waited == 10

    actions.bring_back(request=request, by=request.person)

    assert (fresh(request).state, fresh(request).days_waited) == (State.RESTING, 10)


def test_a_draft_comes_back_as_a_draft() -> None:
    request = make_request(state="draft")
    actions.end(request=request, by=request.person)

    actions.bring_back(request=request, by=request.person)

    assert fresh(request).state == State.DRAFT


def test_what_ended_with_a_match_or_long_ago_does_not_come_back() -> None:
    matched, old = make_request(state="matched"), make_request()
    for request in (matched, old):
        actions.end(request=request, by=request.person)
    old.steps.update(at=timezone.now() - timedelta(days=31))

    for request in (matched, old):
        with pytest.raises(refusals.NotTheirsToTakeBack):
            actions.bring_back(request=request, by=request.person)


def test_nothing_comes_back_beside_another_request() -> None:
    request = make_request()
    actions.end(request=request, by=request.person)
    actions.begin(candidacy=request.candidacy, by=request.person)

    with pytest.raises(refusals.NotTheirsToTakeBack):
        actions.bring_back(request=request, by=request.person)


def test_a_caseworker_says_why_it_ends_and_the_person_reads_it() -> None:
    request = make_request()
    by = caseworker_of(request)
    with pytest.raises(refusals.ReasonWanted):
        actions.end(request=request, by=by)

    actions.end(request=request, by=by, reason="A trouvé un emploi.")

    assert fresh(request).reason == "A trouvé un emploi."
    assert letters("requests/moved") == [{"what": "ended"}]


# ------------------------------------------------------------------ what rooms above do


def test_a_match_moves_the_request_and_the_candidacy() -> None:
    request = make_request(waited=8)

    actions.propose(request=request, by=None)
    actions.match(request=request, by=None)

    assert fresh(request).state == State.MATCHED
    assert Candidacy.objects.get(pk=request.candidacy_id).state == Candidacy.State.MATCHED


@pytest.mark.parametrize(("restart", "days"), [(False, 33), (True, 0)])
def test_the_clock_goes_on_if_the_host_left_and_restarts_if_the_candidate_did_not_come(
    restart: bool, days: int
) -> None:
    request = make_request(waited=33, news=14)
    actions.propose(request=request, by=None)
    actions.match(request=request, by=None)

    actions.wait_again(request=request, restart=restart, by=None)

    waiting = fresh(request)
    assert (waiting.state, waiting.days_waited, waiting.news) == (State.WAITING, days, 0 if restart else 14)
    assert Candidacy.objects.get(pk=request.candidacy_id).state == Candidacy.State.IN_POOL


def test_whoever_turned_matching_off_meanwhile_is_put_aside_after_the_match() -> None:
    request = make_request()
    actions.propose(request=request, by=None)
    actions.match(request=request, by=None)
    consents.withdraw_purpose(person=request.person, purpose="matching", by=request.person)
    assert fresh(request).state == State.MATCHED

    after = actions.wait_again(request=request, restart=False, by=None)

    assert after.state == fresh(request).state == State.RESTING
    assert Candidacy.objects.get(pk=request.candidacy_id).state == Candidacy.State.ELIGIBLE


def test_nobody_is_proposed_who_is_not_ready() -> None:
    request = make_request()
    participants.take_out_of_pool(candidacy=request.candidacy, by=caseworker_of(request))

    with pytest.raises(refusals.NotReady):
        actions.propose(request=request, by=None)

    assert fresh(request).state == State.WAITING


def test_each_move_is_told_to_the_rooms_above_once() -> None:
    heard: list[tuple[str, str, int | None]] = []

    def listen(request: Request, before: str, by: Person | None, **_news: Any) -> None:
        heard.append((before, request.state, by.pk if by else None))

    signals.request_moved.connect(listen)
    try:
        request = make_request(state="draft")
        actions.send(request=request, by=request.person)
        actions.send(request=request, by=request.person)
        actions.propose(request=request, by=None)
        actions.rest(request=request, by=request.person)
    finally:
        signals.request_moved.disconnect(listen)

    me = request.person.pk
    assert heard == [("draft", "waiting", me), ("waiting", "proposed", None), ("proposed", "resting", me)]
    assert Entry.objects.filter(action="pairing_request.moved").count() == 3


# ------------------------------------------------------------------ the queue


def test_the_place_counts_who_waits_longer_in_the_field_of_the_edition() -> None:
    settings = make_settings()
    mine = make_request(edition=settings.edition, waited=10)
    for days in (30, 20, 5):
        make_request(edition=settings.edition, waited=days)
    make_request(edition=settings.edition, waited=90, occupations=("31301", OCCUPATION))
    make_request(edition=settings.edition, waited=90, state="resting")
    make_request(waited=90)

    place = queue.place_of(mine)

    assert place is not None
    assert (place.number, place.all, place.field.pk) == (3, 4, OCCUPATION[:2])


def test_of_two_who_came_at_once_the_first_row_comes_first() -> None:
    settings = make_settings()
    moment = timezone.now()
    first, second = (make_request(edition=settings.edition, waiting_since=moment) for _number in range(2))

    places = [queue.place_of(each) for each in (first, second)]

    assert [(each.number, each.all) for each in places if each] == [(1, 2), (2, 2)]


@pytest.mark.parametrize("state", ["draft", "proposed", "matched", "resting", "ended"])
def test_who_does_not_wait_has_no_place(state: str) -> None:
    assert queue.place_of(make_request(state=state)) is None


def test_whose_card_hosts_may_not_read_is_told_and_found_by_no_round() -> None:
    request = make_request(shows_card=False)
    assert [each.code for each in queue.held_up(request)] == ["card"]
    assert not Request.objects.ready().exists()

    agree(request.person, "card")

    assert queue.held_up(request) == []
    assert list(Request.objects.ready()) == [request]


def test_a_round_finds_those_who_can_be_met_now() -> None:
    ready = make_request()
    make_request(state="resting")
    taken_out, without_consent, closed = make_request(), make_request(), make_request()
    participants.take_out_of_pool(candidacy=taken_out.candidacy, by=caseworker_of(taken_out))
    Edition.objects.filter(pk=closed.candidacy.edition_id).update(state="closed")
    consent = without_consent.person.consents.get(purpose="matching")
    type(consent).objects.filter(pk=consent.pk).update(until=timezone.now())

    assert list(Request.objects.ready()) == [ready]


@pytest.mark.parametrize(
    ("number", "fr", "en"), [(1, "1er", "1st"), (2, "2e", "2nd"), (11, "11e", "11th"), (23, "23e", "23rd")]
)
def test_a_rank_is_said_in_each_language(number: int, fr: str, en: str) -> None:
    place = queue.Place(number, 31, None)  # type: ignore[arg-type]  # the field is not asked

    with override("fr"):
        assert place.nth == fr
    with override("en"):
        assert place.nth == en


# ------------------------------------------------------------------ what a request hangs on


def test_a_request_ends_with_the_candidacy() -> None:
    request = make_request()

    participants.end(candidacy=request.candidacy, by=request.person)

    assert fresh(request).state == State.ENDED


@pytest.mark.parametrize("state", ["waiting", "proposed"])
def test_without_consent_to_matching_it_lies_aside_and_the_person_is_told_how_to_go_on(state: str) -> None:
    request = make_request(state=state, waited=3)

    consents.withdraw_purpose(person=request.person, purpose="matching", by=request.person)

    assert fresh(request).state == State.RESTING
    assert letters("requests/moved") == [{"what": "resting"}]


def test_another_consent_moves_nothing() -> None:
    request = make_request()
    agree(request.person, "card")

    consents.withdraw_purpose(person=request.person, purpose="card", by=request.person)

    assert fresh(request).state == State.WAITING


def test_who_is_examined_anew_is_proposed_to_nobody_meanwhile() -> None:
    request = make_request()

    participants.decide(candidacy=request.candidacy, outcome="not_yet", reason="À revoir.", by=caseworker_of(request))

    assert fresh(request).state == State.RESTING


def test_taken_out_of_the_pool_it_waits_on_but_a_proposal_falls() -> None:
    waiting, proposed = make_request(), make_request(state="proposed")

    for request in (waiting, proposed):
        participants.take_out_of_pool(candidacy=request.candidacy, by=caseworker_of(request))

    assert [fresh(each).state for each in (waiting, proposed)] == [State.WAITING, State.RESTING]


def test_a_file_that_is_closed_names_the_request_and_ends_it() -> None:
    request = make_request(waited=4)
    file = request.candidacy.case_file
    found = endings.all_open(file)
    assert "pairing_request" in {each.ending.code for each in found}

    participants.close(case_file=file, reason="reached", by=caseworker_of(request), seal=endings.seal_of(found))

    assert fresh(request).state == State.ENDED
    assert letters("requests/moved") == []


def test_a_request_goes_along_with_the_file() -> None:
    request = make_request()
    other = make_organisation()
    mine, theirs = caseworker_of(request).user, make_caseworker(other)

    participants.follow(case_file=request.candidacy.case_file, organisation=other, how="handed_over", by=None)

    assert list(Request.objects.worked_on_by(theirs)) == [request]
    assert not Request.objects.worked_on_by(mine).exists()
    assert fresh(request).state == State.WAITING


# ------------------------------------------------------------------ two entries, erasure


def two_entries(**facts: Any) -> tuple[Person, Person, Edition]:
    edition = make_settings().edition
    keep, gone = make_person("Awa Ba"), make_person("Awa Ba")
    return keep, gone, edition


@pytest.mark.parametrize(
    ("kept", "other", "stays"),
    [
        ({"state": "draft"}, {"waited": 50}, "other"),
        ({"waited": 5}, {"waited": 50}, "other"),
        ({"waited": 50}, {"waited": 5}, "kept"),
        ({"waited": 90}, {"waited": 5, "state": "matched"}, "other"),
        ({"waited": 5}, {"waited": 50, "state": "resting"}, "kept"),
        (None, {"waited": 50}, "other"),
    ],
)
def test_of_two_requests_of_one_person_the_one_that_got_further_stays(
    kept: dict[str, Any] | None, other: dict[str, Any], stays: str
) -> None:
    keep, gone, edition = two_entries()
    rows = {"other": make_request(person=gone, edition=edition, **other)}
    if kept is None:
        make_ready(keep, edition=edition)
    else:
        rows["kept"] = make_request(person=keep, edition=edition, **kept)

    privacy.merge(keep=keep, gone=gone, by=make_person())

    alive = Request.objects.live().get()
    assert alive == rows[stays]
    assert alive.person == keep
    assert alive.candidacy.is_active


def test_requests_to_two_editions_both_stay() -> None:
    keep, gone = make_person("Awa Ba"), make_person("Awa Ba")
    for person in (keep, gone):
        make_request(person=person)

    privacy.merge(keep=keep, gone=gone, by=make_person())

    assert [each.person for each in Request.objects.live()] == [keep, keep]


def test_erased_nobody_waits_and_nothing_is_left_of_what_was_hoped_for() -> None:
    request = make_request(waited=9, words="Je cherche un atelier.", musts=["online"])
    request.regions.set(Region.objects.filter(pk="02"))

    erasing.ask(person=request.person, by=request.person)
    assert erasing.carry_out(erasure_pk=Erasure.objects.get().pk)

    left = fresh(request)
    assert (left.state, left.words, left.musts, left.availability) == (State.ENDED, "", [], 0)
    assert not left.regions.exists()
    assert left.waiting_since == request.waiting_since


# ------------------------------------------------------------------ news


def test_news_come_after_14_and_after_45_days_once_each() -> None:
    days = (13, 14, 44, 45, 200)
    requests = [make_request(person=make_person(email=f"attend{each}@exemple.test"), waited=each) for each in days]

    assert actions.give_news() == 4
    assert actions.give_news() == 0

    told = {int(mail.object_id): mail.payload["days"] for mail in Mail.objects.filter(template="requests/news")}
    assert [told.get(each.pk) for each in requests] == [None, 14, 14, 45, 45]


def test_who_had_news_after_14_days_has_them_after_45_too() -> None:
    request = make_request(waited=20)
    actions.give_news()
    Request.objects.filter(pk=request.pk).update(waiting_since=timezone.now() - timedelta(days=46))

    assert actions.give_news() == 1


def test_a_new_wait_has_news_of_its_own() -> None:
    request = make_request(waited=20)
    actions.give_news()
    actions.propose(request=request, by=None)
    actions.wait_again(request=request, restart=True, by=None)
    Request.objects.filter(pk=request.pk).update(waiting_since=timezone.now() - timedelta(days=15))

    assert actions.give_news() == 1


@pytest.mark.parametrize("state", ["draft", "proposed", "matched", "resting", "ended"])
def test_who_does_not_wait_has_no_news(state: str) -> None:
    make_request(waited=60, state=state)

    assert actions.give_news() == 0


def test_who_has_no_address_reads_on_paper() -> None:
    make_request(person=make_person(email=""), waited=15)

    actions.give_news()

    assert PaperLetter.objects.filter(template="requests/news").count() == 1


def test_every_want_is_answered_by_one_word() -> None:
    assert len({want.label for want in Want}) == len(Want)


def test_partners_of_an_edition_do_not_see_one_anothers_requests() -> None:
    edition = make_edition(state="open")
    make_settings(edition)
    one, other = make_organisation(), make_organisation()
    for organisation in (one, other):
        make_partner(edition=edition, organisation=organisation)
    requests = [make_request(edition=edition) for _number in range(2)]
    for request in requests:
        viewer = caseworker_of(request).user
        mine = [
            each
            for each in requests
            if each.candidacy.case_file.organisation_id == request.candidacy.case_file.organisation_id
        ]
        assert set(Request.objects.worked_on_by(viewer)) == set(mine)
