"""An announcement reaches each of those concerned once, as they read it, and nobody else."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from core import audit, outbox
from core.forbidden import SensitiveText
from core.live import Topic
from core.outbox import Letter, Mail, send_all, writer_of
from core.versions import ChangedMeanwhile
from events.agenda.models import Event
from events.announcements import actions, figures, refusals
from events.announcements.live import topic_of
from events.announcements.models import Announcement, Notice
from events.announcements.reach import reach_of
from events.doors import actions as doors
from events.doors import desk
from events.registration import actions as registering
from events.registration import concerned
from events.registration.models import Registration, Seat, new_key
from events.registration.personal import ERASED
from tests.factories.announcements import DETAILS, drafted, sent
from tests.factories.doors import course
from tests.factories.registration import make_person, open_event, registered, seat_of

pytestmark = pytest.mark.django_db


def mails() -> Any:
    return Mail.objects.filter(template="announcements/announcement").order_by("pk")


def written(mail: Mail) -> Letter | None:
    with translation.override(mail.language):
        return writer_of(mail.template)(mail)


def send(announcement: Announcement, **options: Any) -> Any:
    return actions.send(**{"announcement": announcement, "key": new_key(), "by": announcement.author} | options)


def test_one_press_is_one_sending_and_one_mail_for_each_registration() -> None:
    event = open_event()
    people = [registered(event), registered(event)]
    message, key = drafted(event), new_key()

    first, again = send(message, key=key), send(message, key=key)

    assert first.pk == again.pk
    assert sorted(mails().values_list("recipient", flat=True)) == sorted(one.email for one in people)
    assert {mail.priority for mail in mails()} == {outbox.BULK}
    assert audit.Entry.objects.filter(action="announcements.sent").count() == 1
    with pytest.raises(refusals.AlreadySent):
        send(message)


def test_who_came_in_since_gets_it_and_nobody_twice() -> None:
    event = open_event()
    registered(event)
    message = sent(event)
    with pytest.raises(refusals.NobodyToWriteTo):
        send(message, again=True)
    late = registered(event)

    assert send(message, again=True).people == 1
    assert list(mails().values_list("recipient", flat=True))[-1:] == [late.email]
    assert mails().count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(
            announcement=message,
            sending=message.sendings.first(),
            registration=late,  # type: ignore[misc]
        )


@pytest.mark.parametrize(
    ("audience", "people"),
    [
        ("seats", {"in", "to come"}),
        ("expected", {"to come"}),
        ("present", {"in"}),
        ("waiting", {"waits"}),
        ("door:A", {"in"}),
    ],
)
def test_each_group_holds_those_it_says(audience: str, people: set[str]) -> None:
    event = open_event(capacity=2)
    by_name = {name: registered(event, name) for name in ("in", "to come", "waits")}
    doors.check_in(seat=seat_of(by_name["in"]), door="A", by=make_person())

    found = concerned.registrations_of(event, audience)

    assert {name for name, one in by_name.items() if one in found} == people


def test_of_a_sitting_those_who_were_there_and_those_who_were_not_can_be_written_to() -> None:
    event = course(hours=(-168, -1, 168))
    before, here, later = event.sittings_standing
    by_name = {name: registered(event, name) for name in ("both", "first", "none")}
    for name, sitting in (("both", before), ("both", here), ("first", before)):
        seat = Seat.objects.select_related("event", "registration").get(registration=by_name[name])
        doors.check_in(seat=seat, door="A", by=make_person(), sitting=sitting)

    def of(audience: str) -> set[str]:
        found = concerned.registrations_of(event, audience)
        return {name for name, one in by_name.items() if one in found}

    assert of(f"sitting:{before.pk}") == {"both", "first"}
    assert of(f"missing:{here.pk}") == {"first", "none"}
    assert of(f"missing:{later.pk}") == {"both", "first", "none"}
    assert len(of(f"missing:{here.pk}")) == desk.desk(event).to_come.expected
    offered = {name for _heading, group in concerned.choices(event) for name, _label in group}
    assert {name for name in offered if name.startswith(("sitting:", "missing:"))} == {
        *(f"sitting:{one.pk}" for one in (before, here)),
        *(f"missing:{one.pk}" for one in (before, here, later)),
    }
    other = course(hours=(-1,))
    assert not concerned.registrations_of(other, f"missing:{here.pk}").exists()
    assert not concerned.registrations_of(other, f"sitting:{before.pk}").exists()


def test_a_group_that_a_room_above_adds_is_offered_and_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a stay does with its coaches."""
    event = open_event()
    rides, _walks = registered(event), registered(event)
    monkeypatch.setattr(concerned, "_groups", dict(concerned._groups))

    def riders(_event: Event, _coach: str) -> Any:
        return Registration.objects.filter(pk=rides.pk)

    concerned.add(concerned.Group("coach", "Coach", 70, riders, lambda _event: [("7", "Trois-Rivières")]))

    message = sent(event, audience="coach:7")

    assert [notice.registration_id for notice in message.notices.all()] == [rides.pk]
    assert concerned.label_of(event, message.audience).startswith("Coach")


def test_a_group_of_another_event_or_of_nobodys_making_is_nobody() -> None:
    event, other = open_event(), open_event()
    made = actions.keep_list(event=other, name="Autocar", registrations=[registered(other).pk], by=make_person())

    assert not concerned.registrations_of(event, f"list:{made.pk}").exists()
    assert not concerned.registrations_of(event, "seats:x").exists()
    for name in (f"list:{made.pk}", "everybody"):
        with pytest.raises(refusals.NoSuchGroup):
            drafted(event, audience=name)


def test_who_is_left_out_is_named_with_the_reason() -> None:
    event = open_event()
    stopped, gone, erased, stays = (registered(event, name) for name in ("Ana", "Bo", "Cy", "Di"))
    made = actions.keep_list(
        event=event, name="Tous", registrations=[stopped.pk, gone.pk, erased.pk, stays.pk], by=make_person()
    )
    actions.stop(registration=stopped, kind="messages")
    registering.cancel(registration=gone, by=None)
    Registration.objects.filter(pk=erased.pk).update(email=ERASED)
    Mail.objects.filter(recipient=stays.email).update(state="bounced", sent_at=timezone.now())

    reach = reach_of(drafted(event, audience=f"list:{made.pk}"))
    necessary = reach_of(drafted(event, audience=f"list:{made.pk}", is_necessary=True))

    assert [one.pk for one in reach.registrations] == [stays.pk]
    assert sorted(name for out in reach.left_out for name in out.names) == ["Ana", "Bo", "Cy"]
    assert reach.doubtful == ["Di"]
    assert [one.pk for one in necessary.registrations] == [stopped.pk, stays.pk]


@pytest.mark.parametrize("what", ["cancelled", "another address", "stopped", "erased"])
def test_nothing_leaves_to_whoever_left_meanwhile(what: str) -> None:
    event = open_event()
    one = registered(event)
    sent(event)
    if what == "cancelled":
        registering.cancel(registration=one, by=None)
    elif what == "another address":
        registering.change_details(
            registration=one, name="Ana", email="autre@exemple.test", language="fr", wants_reminder=True
        )
    elif what == "stopped":
        actions.stop(registration=one, kind="messages")
    else:
        Registration.objects.filter(pk=one.pk).update(email=ERASED)

    assert written(mails().get()) is None


@pytest.mark.parametrize(
    ("language", "has_english", "says"),
    [("fr", True, "rue du Fleuve"), ("en", True, "Come in from"), ("en", False, "in French alone")],
)
def test_the_letter_is_in_the_reader_s_language_as_text_and_html(language: str, has_english: bool, says: str) -> None:
    event = open_event()
    registered(event, "Phạm <Đặng>", language=language)
    sent(
        event, text_fr="Entrez par la rue du Fleuve. <b>", **({} if has_english else {"subject_en": "", "text_en": ""})
    )

    letter = written(mails().get())

    assert letter
    assert says in letter.text
    assert says in letter.html
    assert "Phạm" not in letter.subject
    assert "<b>" not in letter.html
    assert "Phạm <Đặng>" in letter.text
    assert ('href="https://exemple.test/map"' in letter.html) is (language == "en" and has_english)


@pytest.mark.parametrize("is_necessary", [True, False])
def test_the_way_out_stands_in_headers_and_body_of_what_nobody_needs(is_necessary: bool, mailoutbox: list[Any]) -> None:
    event = open_event()
    registered(event)
    sent(event, is_necessary=is_necessary)

    send_all()

    message = mailoutbox[-1].message()
    assert (message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click") is not is_necessary
    assert ("/ne-plus-recevoir/" in mailoutbox[-1].body) is not is_necessary
    if not is_necessary:
        address = message["List-Unsubscribe"].strip("<>")
        assert address in mailoutbox[-1].body
        assert address not in mails().get().body


def test_a_correction_names_the_first_and_never_overtakes_it() -> None:
    event = open_event()
    registered(event)
    first = sent(event)
    with pytest.raises(refusals.NotSentYet):
        drafted(event, corrects=drafted(event))
    sent(event, corrects=first, subject_fr="Correction : la porte B")

    letter = written(mails().last())

    assert letter
    assert "L’entrée a changé" in letter.text
    assert len({mail.stream for mail in mails()}) == 1


def test_what_was_changed_after_it_was_seen_is_not_sent() -> None:
    event = open_event()
    registered(event)
    message = drafted(event)
    seen = actions.version_of(message)

    class Nothing:
        def check(self, _now: Any) -> None: ...

    actions.change(
        announcement=message,
        details={**DETAILS, "text_fr": "Autre chose"},
        by=message.author,
        seen=Nothing(),  # type: ignore[arg-type]
    )

    with pytest.raises(refusals.ChangedSinceSeen):
        send(message, seen=seen)
    assert not mails().exists()
    send(message)
    with pytest.raises(refusals.AlreadySent):
        actions.change(announcement=message, details=DETAILS, by=message.author, seen=Nothing())  # type: ignore[arg-type]
    with pytest.raises(refusals.AlreadySent):
        actions.discard(announcement=message, by=message.author)


def test_a_number_that_nobody_should_write_is_refused() -> None:
    with pytest.raises(SensitiveText):
        drafted(open_event(), text_fr="Votre NAS 046 454 286")
    assert not Announcement.objects.exists()


def test_figures_add_up_and_name_those_the_mail_did_not_reach() -> None:
    event = open_event()
    people = [registered(event) for _each in range(4)]
    message = sent(event)
    for one, state in zip(people, ("sent", "failed", "bounced", "queued"), strict=True):
        mails().filter(recipient=one.email).update(state=state, sent_at=timezone.now())

    found = figures.delivery(message)

    assert (found.sent, found.failed, found.bounced, found.queued, found.people) == (1, 1, 1, 1, 4)
    assert [notice.registration_id for notice in figures.undelivered(message)] == [people[1].pk, people[2].pk]


def test_open_pages_and_the_desk_hear_of_it() -> None:
    event = open_event()
    registered(event)
    before = dict(Topic.objects.values_list("name", "version"))

    sent(event)

    after = dict(Topic.objects.values_list("name", "version"))
    assert {name for name in after if after[name] != before.get(name, 0)} == {topic_of(event.pk), f"desk/{event.pk}"}


def test_more_people_cost_no_more_queries(django_assert_num_queries: Any) -> None:
    event = open_event()
    registered(event)
    sent(event)
    for people in (1, 4):
        for _each in range(people):
            registered(event)
        message = drafted(event)
        with django_assert_num_queries(11 + 2 + 2):  # and the savepoint of the action
            send(message)


def test_an_event_that_is_a_draft_goes_with_its_messages() -> None:
    event = open_event()
    drafted(event)

    Event.objects.filter(pk=event.pk).delete()

    assert not Announcement.objects.exists()


def test_two_who_change_one_draft_hear_of_each_other() -> None:
    from events.announcements.forms import ComposeForm

    event = open_event()
    message = drafted(event)
    data = {
        **DETAILS,
        "is_necessary": "",
        "text_fr": "Le mien",
        "shown": ComposeForm(event=event, announcement=message)["shown"].value(),
    }
    Announcement.objects.filter(pk=message.pk).update(text_fr="Le leur")
    form = ComposeForm(data, event=event, announcement=message)
    assert form.is_valid(), form.errors

    with pytest.raises(ChangedMeanwhile):
        actions.change(announcement=message, details=form.details, by=message.author, seen=form.seen)
