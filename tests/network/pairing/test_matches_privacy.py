"""What becomes of matches when people come together or are erased, when time passes, and what the clock asks for."""

from datetime import timedelta

import pytest
from django.db.models import Q
from django.utils import timezone

from core import personal
from core.outbox import Mail, writer_of
from network.pairing.kinds import Format
from network.pairing.matches import actions, due
from network.pairing.matches.models import Agreement, EndReason, Logbook, Match, Review, Side, State
from network.pairing.matches.personal import ended, forget
from people.accounts.models import Person
from people.participants.endings import all_open
from people.privacy import actions as privacy
from people.privacy import bundle, forgetting
from tests.factories.accounts import make_person
from tests.factories.matches import give, make_completed, make_done, make_match, make_signed, sign, write
from tests.factories.pairing import make_offer, make_settings

pytestmark = pytest.mark.django_db


def now(match: Match) -> Match:
    return Match.objects.select_related("request", "offer").get(pk=match.pk)


def erase(person: Person) -> None:
    list(Person.objects.select_for_update().filter(pk=person.pk))
    forgetting.forget([person.pk])


def test_a_host_who_is_erased_leaves_the_candidate_waiting_and_told() -> None:
    match = make_signed()
    Mail.objects.all().delete()

    erase(match.host)

    left = now(match)
    assert (left.state, left.end_reason, left.request.state) == (State.ENDED, EndReason.LEFT, "waiting")
    told = Mail.objects.filter(template="matches/step", payload__what="ended", purged_at=None)
    assert [mail.object_id for mail in told] == [str(match.parties.get(side=Side.CANDIDATE).pk)]


def test_a_candidate_who_is_erased_leaves_the_place_free_and_no_words() -> None:
    match = make_signed()
    actions.write_logbook(match=match, revision=0, answers={"gaps": "Mes notes."}, by=match.candidate)

    erase(match.candidate)

    left = now(match)
    assert (left.state, left.request.state, left.offer.matched) == (State.ENDED, "ended", 0)
    assert Agreement.objects.get(match=match).limits == ""
    assert Logbook.objects.get(match=match).gaps == ""


def test_two_entries_of_one_person_that_were_matched_with_each_other_part() -> None:
    edition = make_settings().edition
    keep, gone = make_person(), make_person()
    match = make_match(offer=make_offer(edition, keep, format=Format.MENTORING), candidate=gone)

    privacy.merge(keep=keep, gone=gone, by=None)

    assert (now(match).state, now(match).candidate_id, now(match).host_id) == (State.ENDED, keep.pk, keep.pk)


def test_a_match_goes_with_the_entry_that_stays() -> None:
    match = make_signed()
    keep = make_person()

    privacy.merge(keep=keep, gone=match.host, by=None)

    assert now(match).host_id == keep.pk
    assert match.parties.get(side=Side.HOST).person_id == keep.pk
    assert now(match).state == State.SIGNED


def test_both_find_the_match_in_the_copy_of_what_is_held_about_them() -> None:
    match = make_signed()

    for model in (Match, Agreement):
        entry = personal.of(model)
        assert entry is not None
        for person in (match.candidate, match.host):
            assert entry.of_people([person.pk]).count() == 1


def test_words_go_three_years_after_the_end_and_the_figure_stays() -> None:
    match = make_completed()
    today = timezone.localdate()
    cut_off = timezone.now() + timedelta(days=1)

    assert forget(list(ended(cut_off)), cut_off) == 1

    assert not ended(cut_off).exists()
    assert Agreement.objects.get(match=match).limits == ""
    assert Match.objects.completed_between(today, today).count() == 1


def test_a_file_that_is_closed_names_the_match_that_ends_with_it() -> None:
    match = make_signed()
    file = match.request.candidacy.case_file

    codes = [each.ending.code for each in all_open(file)]

    assert "match" in codes


# ------------------------------------------------------------------ the clock


def test_half_way_both_are_asked_once() -> None:
    match = make_signed()
    Match.objects.filter(pk=match.pk).update(midway_on=timezone.localdate())

    due.ask_what_is_due({})
    due.ask_what_is_due({})

    assert Review.objects.filter(party__match=match, moment="midway").count() == 2


def test_a_review_is_reminded_once_after_a_week() -> None:
    match = make_done()
    Review.objects.update(asked_at=timezone.now() - timedelta(days=8))
    Mail.objects.all().delete()

    due.ask_what_is_due({})
    due.ask_what_is_due({})

    assert Mail.objects.filter(payload__what="review_final", payload__match=match.pk).count() == 2


def test_after_three_weeks_a_mentorship_is_completed_without_its_reviews_and_a_placement_is_not() -> None:
    mentorship, placement = make_done(), make_done(Format.PLACEMENT)
    Match.objects.update(state_since=timezone.now() - timedelta(days=22))

    due.ask_what_is_due({})

    assert (now(mentorship).state, now(placement).state) == (State.COMPLETED, State.DONE)


# ------------------------------------------------------------------ letters


def letters(match: Match, what: str) -> list[str]:
    """As they would leave now, in both languages."""
    found = []
    about = Q(payload__match=match.pk) | Q(template="matches/work", object_id=str(match.pk))
    for mail in Mail.objects.filter(about, payload__what=what):
        for language in ("fr", "en"):
            mail.language = language
            letter = writer_of(mail.template)(mail)
            if letter is not None:
                assert match.candidate.name not in letter.subject
                assert match.host.name not in letter.subject
                found.append(letter.text)
    return found


def test_a_letter_names_the_other_once_both_signed_and_not_before() -> None:
    match = make_match()
    write(match)
    assert all(match.host.name not in text for text in letters(match, "began"))
    sign(match, Side.HOST)
    sign(match, Side.CANDIDATE)

    assert any(match.host.name in text for text in letters(now_with_people(match), "signed"))


def now_with_people(match: Match) -> Match:
    return Match.objects.select_related("candidate", "host").get(pk=match.pk)


def test_letters_that_no_longer_hold_are_dropped() -> None:
    match = make_match()
    write(match)
    sign(match, Side.HOST)
    assert len(letters(match, "your_turn")) == 2
    sign(match, Side.CANDIDATE)

    assert letters(match, "your_turn") == []
    assert letters(match, "began") == []


def test_every_letter_can_be_written() -> None:
    match = make_completed(Format.PLACEMENT)
    for what in ("signed", "completed"):
        assert letters(match, what)
    other = make_signed()
    actions.add_minutes(match=other, minutes=60, key="m:1")
    assert letters(other, "review_first")
    give(other, Side.HOST, "first", usefulness=1, problem=True)
    assert letters(other, "problem")
    actions.end(match=other, reason="no_show", by=other.host, side=Side.HOST)
    assert letters(other, "ended")
    actions.resume(match=other, by=other.host)
    assert letters(other, "resumed")


def test_words_on_an_end_are_in_the_copy_of_who_wrote_them_and_of_nobody_else() -> None:
    match = make_signed()
    words = "Nous ne nous entendons pas."
    actions.end(match=match, reason=EndReason.NOT_SUITED, by=match.candidate, side=Side.CANDIDATE, words=words)

    own, other = (
        {table.code: table for table in bundle.tables(person)}["matches.match"]
        for person in (match.candidate, match.host)
    )

    assert words in bundle.sheet(own)
    assert words not in bundle.sheet(other)
    assert words not in str(bundle.document(match.host, [other]))


def test_why_staff_completed_a_match_is_in_no_copy() -> None:
    match = make_signed()
    actions.complete(match=match, because="Vue au bureau.", by=make_person())

    for person in (match.candidate, match.host):
        assert "Vue au bureau." not in "".join(bundle.sheet(table) for table in bundle.tables(person))


def test_who_is_matched_with_nobody_any_more_is_not_told_of_a_beginning() -> None:
    match = make_signed()

    erase(match.host)

    assert letters(match, "signed") == []
