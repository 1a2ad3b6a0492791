"""Offers: from a draft to its end, and what each move leaves behind."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core import clock, generations
from core.audit import Entry
from core.outbox import Letter, Mail
from core.outbox.letters import writer_of
from network.membership.listed import lines_of
from network.pairing.offers import actions
from network.pairing.offers.actions.keeping import plan
from network.pairing.offers.models import Cause, Offer, State
from network.pairing.offers.refusals import (
    AlreadyRenewed,
    EditionNotOpen,
    FormatNotHere,
    Incomplete,
    MovedOn,
    NoRoom,
    NothingHeld,
    NotThere,
    PlacesTaken,
    WordWanted,
)
from network.pairing.offers.signals import host_changed, offer_moved
from people.accounts import actions as accounts
from people.accounts.models import Grant, Person, Role
from people.follow_up.months import months_after
from people.privacy import actions as privacy
from people.privacy import erasing, retention
from people.programmes.models import Edition
from people.timetable.availability import ALWAYS
from tests.factories.accounts import make_person, make_user
from tests.factories.organisations import make_affiliation, make_organisation, make_speaker
from tests.factories.pairing import OCCUPATION, make_offer, make_settings
from tests.factories.participants import make_caseworker
from tests.factories.programmes import make_partner

pytestmark = pytest.mark.django_db


def letter(offer: Offer) -> tuple[Mail, Letter]:
    """The latest letter about an offer, as it would leave now."""
    mail = Mail.objects.filter(template__startswith="offers/", object_id=str(offer.pk)).latest("pk")
    written = writer_of(mail.template)(mail)
    assert written is not None
    return mail, written


def letters(offer: Offer) -> int:
    return Mail.objects.filter(template__startswith="offers/", object_id=str(offer.pk)).count()


def written_offer(**facts: Any) -> Offer:
    """A draft with all that it takes."""
    host = facts.pop("host", None) or make_person(email="hote@exemple.test", proven=True)
    organisation = facts.pop("organisation", None) or make_organisation(region="02")
    offer = actions.begin(
        edition=facts.pop("edition", None) or make_settings().edition,
        host=host,
        by=host,
        organisation=organisation,
        format="placement",
        title="Une journée à l’atelier",
        **facts,
    )
    details = {"what": "On soude.", "occupations": [OCCUPATION], "availability": ALWAYS}
    return actions.write(offer=offer, by=host, details=details)


# ------------------------------------------------------------------ a draft


def test_a_draft_is_kept_step_by_step_and_each_list_as_a_whole() -> None:
    offer = written_offer()

    actions.write(
        offer=offer,
        by=offer.host,
        details={
            "occupations": ["72106", "21231", "72106"],
            "french": {"oral": "", "reading": ""},
            "languages": [("Espagnol", "fluent"), ("espagnol", "basic"), ("Anglais", "basic")],
            "dates": [],
        },
    )

    assert [(row.rank, row.code) for row in offer.occupations.all()] == [(1, "72106"), (2, "21231")]
    assert [(row.name, row.ease) for row in offer.language_needs.all()] == [
        ("Espagnol", "fluent"),
        ("Anglais", "basic"),
    ]
    assert offer.region_id == "02"


def test_writing_the_same_again_is_no_news() -> None:
    offer = written_offer()
    before = Entry.objects.count()

    actions.write(offer=offer, by=offer.host, details={"what": "On soude.", "occupations": [OCCUPATION]})

    assert Entry.objects.count() == before


def test_what_is_missing_is_said_before_it_is_sent() -> None:
    host = make_person()
    offer = actions.begin(edition=make_settings().edition, host=host, by=host, format="conversation", title="Un café")

    with pytest.raises(Incomplete) as refused:
        actions.submit(offer=offer, by=host)

    assert len(refused.value.missing) == 4
    assert Offer.objects.get(pk=offer.pk).state == State.DRAFT


def test_a_format_that_the_edition_does_not_have_is_refused_at_the_beginning_and_when_it_is_sent() -> None:
    setting = make_settings()
    host = make_person()
    with pytest.raises(FormatNotHere):
        actions.begin(edition=setting.edition, host=host, by=host, format="group", title="Visite")
    offer = written_offer(edition=setting.edition)
    setting.placement = False
    setting.save()

    with pytest.raises(FormatNotHere):
        actions.submit(offer=offer, by=offer.host)


def test_nothing_is_offered_in_an_edition_that_is_not_open_or_does_not_pair() -> None:
    host, setting = make_person(), make_settings()
    Edition.objects.filter(pk=setting.pk).update(state="closed")

    with pytest.raises(EditionNotOpen):
        actions.begin(edition=setting.edition, host=host, by=host, format="placement", title="Une journée")


def test_a_draft_thrown_away_is_gone_and_what_was_sent_is_not_thrown_away() -> None:
    offer, sent = written_offer(), make_offer(state="submitted")

    actions.discard(offer=offer, by=offer.host)

    assert not Offer.objects.filter(title=offer.title, state=State.DRAFT).exists()
    with pytest.raises(MovedOn):
        actions.discard(offer=sent, by=sent.host)


def test_who_enters_an_offer_for_somebody_is_kept_and_a_new_host_becomes_a_person() -> None:
    by, setting = make_person(), make_settings()

    offer = actions.begin_for_somebody(
        host=None,
        contact={"name": "Réjean Simard", "email": "rejean@exemple.test", "language": "fr"},
        by=by,
        edition=setting.edition,
        format="placement",
        title="Une journée à la scierie",
    )

    assert offer.made_by == by
    assert offer.host.name == "Réjean Simard"
    assert offer.host.addresses.get().email == "rejean@exemple.test"


def test_a_town_that_bears_the_name_of_its_region_is_said_once_and_the_address_never() -> None:
    facts = {"is_on_site": True, "address": "1, rue du Pont", "municipality": "Montréal"}

    assert [make_offer(region_id=code, **facts).where for code in ("06", "16")] == ["Montréal", "Montréal, Montérégie"]
    assert make_offer(**facts).door == "1, rue du Pont, Montréal"
    assert make_offer(**facts | {"is_on_site": False, "is_online": True}).door == ""


# ------------------------------------------------------------------ the answer


def test_a_sent_offer_is_approved_and_its_host_is_told_in_their_language() -> None:
    host = make_person(email="host@exemple.test", proven=True, language="en")
    offer, by = written_offer(host=host), make_person()
    actions.submit(offer=offer, by=host)

    actions.approve(offer=offer, by=by)

    assert offer.state == State.OPEN
    assert (offer.approved_by, offer.open_until) == (by, actions_last_day(offer))
    mail, told = letter(offer)
    assert mail.language == "en"
    assert "Your offer is open" in told.text
    assert offer.title not in told.subject
    assert [step.target for step in offer.steps.all()] == [State.OPEN, State.SUBMITTED, State.DRAFT]


def actions_last_day(offer: Offer) -> Any:
    return min(months_after(timezone.localdate(), 6), offer.edition.ends_on)


@pytest.mark.parametrize("act", [actions.send_back, actions.decline])
def test_a_no_has_a_word_and_the_host_reads_it(act: Any) -> None:
    offer, by = written_offer(), make_person()
    actions.submit(offer=offer, by=offer.host)
    with pytest.raises(WordWanted):
        act(offer=offer, word="  ", by=by)

    act(offer=offer, word="Dites ce qu’on y fera.", by=by)

    _mail, told = letter(offer)
    assert "Dites ce qu’on y fera." in told.text


def test_an_offer_that_was_sent_back_is_completed_and_approved_and_its_first_approval_stays() -> None:
    offer, by = written_offer(), make_person()
    actions.submit(offer=offer, by=offer.host)
    actions.send_back(offer=offer, word="Précisez.", by=by)

    actions.submit(offer=offer, by=offer.host)
    actions.approve(offer=offer, by=by)

    assert offer.word == ""
    first = offer.approved_at
    actions.close(offer=offer, by=offer.host)
    assert Offer.objects.get(pk=offer.pk).approved_at == first


@pytest.mark.parametrize("before", [State.CLOSED, State.PAUSED, State.FILLED])
def test_an_offer_that_its_host_closed_or_paused_is_not_opened_by_an_approval_that_comes_late(before: str) -> None:
    offer = make_offer(state=before, matched=1 if before == State.FILLED else 0)
    approved_at = offer.approved_at

    with pytest.raises(MovedOn):
        actions.approve(offer=offer, by=make_person())

    offer.refresh_from_db()
    assert (offer.state, offer.approved_at) == (before, approved_at)


def test_a_letter_is_dropped_when_the_offer_has_moved_on_or_somebody_else_receives() -> None:
    offer = written_offer()
    actions.submit(offer=offer, by=offer.host)
    mail = Mail.objects.filter(template="offers/moved").latest("pk")
    actions.approve(offer=offer, by=make_person())

    assert writer_of(mail.template)(mail) is None
    latest = Mail.objects.filter(template="offers/moved").latest("pk")
    Offer.objects.filter(pk=offer.pk).update(host=make_person())
    assert writer_of(latest.template)(latest) is None


# ------------------------------------------------------------------ places


def test_a_place_held_and_taken_fills_the_offer_and_given_back_opens_it_again() -> None:
    offer, seen = make_offer(capacity=1), []

    def hear(offer: Offer, before: str, **_news: Any) -> None:
        seen.append((str(before), str(offer.state)))

    offer_moved.connect(hear)
    try:
        actions.hold(offer)
        with pytest.raises(NoRoom):
            actions.hold(offer)
        actions.take(offer)
        assert (offer.state, offer.room) == (State.FILLED, 0)
        with pytest.raises(MovedOn):
            actions.hold(offer)
        actions.give_back(offer)
    finally:
        offer_moved.disconnect(hear)

    assert (offer.state, offer.room) == (State.OPEN, 1)
    assert seen == [("open", "filled"), ("filled", "open")]
    with pytest.raises(NothingHeld):
        actions.give_back(offer)


def test_a_paused_offer_keeps_what_it_holds_and_takes_nothing_new() -> None:
    offer = make_offer(capacity=2)
    actions.hold(offer)
    actions.pause(offer=offer, by=offer.host)

    with pytest.raises(MovedOn):
        actions.hold(offer)
    actions.take(offer)
    assert (offer.state, offer.matched) == (State.PAUSED, 1)


def test_a_paused_offer_whose_places_are_all_taken_is_filled_when_it_reopens() -> None:
    offer = make_offer(state="paused", capacity=1, matched=1)

    actions.reopen(offer=offer, by=offer.host)

    assert offer.state == State.FILLED


def test_places_of_a_closed_offer_are_let_go_and_never_taken() -> None:
    offer = make_offer(held=1)
    actions.close(offer=offer, by=offer.host)

    with pytest.raises(NothingHeld):
        actions.take(offer)
    assert actions.let_go(offer).held == 0


def test_fewer_places_than_are_taken_are_refused_and_more_open_a_filled_offer() -> None:
    offer = make_offer(state="filled", capacity=2, matched=2)
    with pytest.raises(PlacesTaken):
        actions.resize(offer=offer, capacity=1, by=offer.host)

    actions.resize(offer=offer, capacity=3, by=offer.host)
    assert (offer.state, offer.room) == (State.OPEN, 1)
    actions.resize(offer=offer, capacity=2, by=offer.host)
    assert offer.state == State.FILLED


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"held": 2}, "offer_is_never_overfilled"),
        ({"matched": 1}, "offer_open_has_a_place_left"),
        ({"state": "filled"}, "offer_filled_when_all_are_matched"),
        ({"capacity": 6}, "offer_takes_one_to_five"),
        ({"open_until": None}, "offer_open_until_a_day"),
        ({"approved_at": None}, "offer_open_was_approved"),
        ({"is_on_site": False}, "offer_is_somewhere"),
        ({"region": None}, "offer_on_site_has_a_region"),
    ],
)
def test_the_database_holds_what_an_offer_may_be(facts: dict[str, Any], name: str) -> None:
    offer = make_offer(capacity=1)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Offer.objects.filter(pk=offer.pk).update(**facts)


# ------------------------------------------------------------------ silence


def test_the_second_silence_in_a_row_pauses_an_offer_kindly() -> None:
    offer = make_offer(host=make_person(email="hote@exemple.test"))

    actions.note_silence(offer)
    assert offer.state == State.OPEN
    assert not letters(offer)
    actions.note_silence(offer)

    assert offer.state == State.PAUSED
    assert offer.steps.first().cause == Cause.SILENT  # type: ignore[union-attr]
    _mail, told = letter(offer)
    assert "pause" in told.subject
    actions.note_silence(offer)
    assert letters(offer) == 1


def test_an_answer_between_two_silences_keeps_an_offer_open() -> None:
    offer = make_offer()

    actions.note_silence(offer)
    actions.note_answer(offer)
    actions.note_silence(offer)

    assert (offer.state, offer.silences) == (State.OPEN, 1)
    actions.note_silence(offer)
    actions.reopen(offer=offer, by=offer.host)
    assert (offer.state, offer.silences) == (State.OPEN, 0)


# ------------------------------------------------------------------ its end, and another term


def test_fourteen_days_before_the_end_its_host_is_asked_once_with_a_link_that_renews() -> None:
    today = timezone.localdate()
    offer = make_offer(host=make_person(email="hote@exemple.test"), open_until=today + timedelta(days=10))
    plan(offer)

    clock.tick()
    clock.tick()

    assert letters(offer) == 1
    _mail, told = letter(offer)
    assert "/offres/renouveler/" in told.text
    actions.renew(offer=offer, by=offer.host)
    mail = Mail.objects.filter(template="offers/ending").latest("pk")
    assert writer_of(mail.template)(mail) is None


def test_the_day_after_the_last_an_offer_lapses_and_one_click_opens_it_again() -> None:
    today = timezone.localdate()
    offer = make_offer(host=make_person(email="hote@exemple.test"), open_until=today - timedelta(days=1))

    assert actions.lapse(offer=offer).state == State.CLOSED
    _mail, told = letter(offer)
    assert "/offres/renouveler/" in told.text
    offer.refresh_from_db()
    actions.renew(offer=offer, by=offer.host)

    assert offer.state == State.OPEN
    assert offer.open_until == actions_last_day(offer)


def test_an_offer_that_lapsed_is_renewed_also_with_other_places_than_before() -> None:
    offer = make_offer(capacity=2)
    Offer.objects.filter(pk=offer.pk).update(open_until=timezone.localdate() - timedelta(days=1))
    actions.lapse(offer=offer)

    actions.resize(offer=offer, capacity=1, by=offer.host)
    actions.renew(offer=offer, by=offer.host)

    assert (offer.state, offer.capacity) == (State.OPEN, 1)


def test_what_its_host_closed_is_not_opened_by_a_renewal() -> None:
    offer = make_offer()
    actions.close(offer=offer, by=offer.host)

    with pytest.raises(MovedOn):
        actions.renew(offer=offer, by=offer.host)


def test_an_offer_does_not_lapse_before_its_day_or_while_it_is_filled() -> None:
    today = timezone.localdate()
    waits, filled = make_offer(open_until=today), make_offer(state="filled", matched=1, open_until=today)
    Offer.objects.filter(pk=filled.pk).update(open_until=today - timedelta(days=3))

    assert actions.lapse(offer=waits).state == State.OPEN
    assert actions.lapse(offer=filled).state == State.FILLED
    # A place that becomes free after the last day does not stay open: the calendar ends it.
    filled.refresh_from_db()
    actions.give_back(filled)
    clock.tick()
    assert Offer.objects.get(pk=filled.pk).state == State.CLOSED


def test_a_second_renewal_is_refused_and_none_reaches_beyond_the_edition() -> None:
    today = timezone.localdate()
    offer = make_offer(open_until=today + timedelta(days=5))
    Edition.objects.filter(pk=offer.edition_id).update(ends_on=today + timedelta(days=20))

    actions.renew(offer=offer, by=offer.host)

    assert offer.open_until == today + timedelta(days=20)
    with pytest.raises(AlreadyRenewed):
        actions.renew(offer=offer, by=offer.host)


def test_a_renewal_for_another_day_than_the_one_shown_comes_late() -> None:
    offer = make_offer(open_until=timezone.localdate() + timedelta(days=5))

    with pytest.raises(AlreadyRenewed):
        actions.renew(offer=offer, by=None, until=timezone.localdate())


# ------------------------------------------------------------------ who receives


def test_an_offer_passes_to_somebody_of_the_organisation_alone_and_they_are_told() -> None:
    organisation = make_organisation(region="02")
    host, colleague = make_person(), make_person(email="collegue@exemple.test")
    make_affiliation(colleague, organisation)
    offer, heard = make_offer(host=host, organisation=organisation), []

    def hear(offer: Offer, former: Person, **_news: Any) -> None:
        heard.append((former, offer.host))

    host_changed.connect(hear)
    try:
        with pytest.raises(NotThere):
            actions.hand_on(offer=offer, to=make_person(), by=host)
        actions.hand_on(offer=offer, to=colleague, by=host)
    finally:
        host_changed.disconnect(hear)

    assert heard == [(host, colleague)]
    mail, _told = letter(offer)
    assert mail.recipient == "collegue@exemple.test"


def test_when_a_contact_leaves_the_one_colleague_there_is_receives() -> None:
    organisation = make_organisation(region="02")
    leaving, staying = make_speaker(organisation), make_speaker(organisation)
    offer = make_offer(host=leaving.person, organisation=organisation)

    accounts.revoke(grant=Grant.objects.get(user=leaving), by=None)

    offer.refresh_from_db()
    assert (offer.host, offer.state) == (staying.person, State.OPEN)


def test_when_the_last_contact_leaves_their_offers_rest() -> None:
    organisation = make_organisation(region="02")
    leaving = make_speaker(organisation)
    offer, draft = (
        make_offer(host=leaving.person, organisation=organisation, state=state) for state in ("open", "draft")
    )
    colleagues = make_offer(organisation=organisation)

    accounts.revoke(grant=Grant.objects.get(user=leaving), by=None)

    colleagues.refresh_from_db()
    assert colleagues.state == State.OPEN
    offer.refresh_from_db()
    draft.refresh_from_db()
    assert (offer.state, draft.state) == (State.PAUSED, State.DRAFT)
    assert offer.steps.first().cause == Cause.LEFT  # type: ignore[union-attr]


def test_who_keeps_another_role_there_keeps_their_offers() -> None:
    organisation = make_organisation(region="02")
    user = make_speaker(organisation)
    Grant.objects.create(user=user, role=Role.EXECUTIVE, scope=organisation.scope)
    offer = make_offer(host=user.person, organisation=organisation)

    accounts.revoke(grant=Grant.objects.get(user=user, role=Role.EMPLOYER_CONTACT), by=None)

    offer.refresh_from_db()
    assert offer.state == State.OPEN


# ------------------------------------------------------------------ the public list, and privacy


def test_a_member_is_said_to_receive_while_an_offer_of_theirs_is_open(
    django_capture_on_commit_callbacks: Any,
) -> None:
    organisation = make_organisation(region="02")
    offer = make_offer(organisation=organisation)
    before = generations.Generation.objects.filter(name="membership").values_list("number", flat=True).first() or 0

    assert [str(line.words) for line in lines_of([organisation])[organisation.pk]] == [
        "Accueille en ce moment\u00a0: Stage d’observation"
    ]
    actions.pause(offer=offer, by=offer.host)

    assert lines_of([organisation]) == {}
    assert generations.Generation.objects.get(name="membership").number == before + 1


def test_who_is_erased_receives_no_more_and_a_draft_of_theirs_goes() -> None:
    host = make_person(name="Réjean Simard")
    offer = make_offer(host=host, what="Demandez Réjean.", held=1)
    make_offer(host=host, state="draft")

    assert erasing.carry_out(erasure_pk=erasing.ask(person=host, by=host).pk)

    kept = Offer.objects.get(host=host)
    assert kept == offer
    assert (kept.state, kept.title, kept.what, kept.folded) == (State.CLOSED, "…", "", "")


def test_a_draft_that_was_never_sent_goes_a_year_after_it_was_begun() -> None:
    forgotten, written, sent = make_offer(state="draft"), make_offer(state="draft"), make_offer()
    Offer.objects.filter(pk__in=[forgotten.pk, sent.pk]).update(state_since=timezone.now() - timedelta(days=366))

    [run] = retention.begin(codes=["offers.drafts"])
    while retention.work_off(run_pk=run.pk):
        pass

    assert set(Offer.objects.all()) == {written, sent}


def test_two_entries_of_one_host_become_one_with_the_offers_of_both() -> None:
    keep, gone = make_person(name="Lucie Tremblay"), make_person(name="Lucie Tremblay")
    offers = [make_offer(host=keep), make_offer(host=gone)]

    privacy.merge(keep=keep, gone=gone, by=None)

    assert set(Offer.objects.filter(host=keep)) == set(offers)


# ------------------------------------------------------------------ who sees what


def test_an_offer_is_seen_by_its_host_its_organisation_its_coordination_and_the_partner_that_brought_it() -> None:
    setting = make_settings()
    brings, other = make_organisation(), make_organisation()
    partner = make_partner(setting.edition, brings, role="regional")
    organisation = make_organisation(region="02")
    offer = make_offer(setting.edition, organisation=organisation, partner=partner)

    seeing = [
        make_speaker(organisation),
        make_user(Role.PROGRAMME_COORDINATOR),
        make_caseworker(brings),
        make_user(Role.MENTOR, person=offer.host),
    ]
    not_seeing = [make_speaker(other), make_caseworker(other), make_user(Role.MENTOR)]

    assert all(Offer.objects.visible_to(user).filter(pk=offer.pk).exists() for user in seeing)
    assert not any(Offer.objects.visible_to(user).exists() for user in not_seeing)
