"""What those who run an event do here: write, look, send, correct; keep lists; say when people are reminded."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from core import audit, live, outbox
from core.forbidden import refuse_sensitive_words
from core.versions import Seen, SeenWhole
from events.agenda.models import Event
from events.announcements import planning, reach, refusals
from events.announcements.live import topic_of
from events.announcements.models import (
    Announcement,
    Listed,
    NoMessages,
    Notice,
    ReminderRule,
    SavedList,
    Sending,
)
from events.registration import concerned
from events.registration.models import Registration
from events.registration.stopping import REMINDERS
from people.accounts.models import Person

WORDS = ("subject_fr", "text_fr", "subject_en", "text_en")
#: What a draft says of itself, as its form sends it.
DETAILS = ("audience", *WORDS, "is_necessary")


# ------------------------------------------------------------------ writing
@transaction.atomic
def draft(
    *, event: Event, key: str, details: dict[str, Any], by: Person, corrects: Announcement | None = None
) -> Announcement:
    """Keep a new draft; the same ``key`` again is the same draft, with what is said now. Cost: 4 queries, and the group's.

    Raises SensitiveText, NoSuchGroup, AlreadySent if that draft left meanwhile, or NotSentYet for a correction of what
    nobody got; nothing is kept then.
    """
    _check(event, details)
    if corrects is not None and corrects.is_draft:
        raise refusals.NotSentYet
    made, is_new = Announcement.objects.get_or_create(
        event=event, key=key, defaults={"author": by, "corrects": corrects, **_own(details)}
    )
    if is_new:
        audit.record("announcements.drafted", made, by=by, values={"event": event.pk})
        return made
    # The page was sent twice, or gone back to and changed.
    return _write(_hold(made), details, by=by)


@transaction.atomic
def change(*, announcement: Announcement, details: dict[str, Any], by: Person, seen: Seen) -> Announcement:
    """Change a draft. Cost: 4 queries, and the group's. Raises AlreadySent, ChangedMeanwhile, SensitiveText or NoSuchGroup."""
    held = _hold(announcement)
    if not held.is_draft:
        raise refusals.AlreadySent
    seen.check({name: getattr(held, name) for name in DETAILS})
    _check(held.event, details)
    return _write(held, details, by=by)


def _write(held: Announcement, details: dict[str, Any], *, by: Person) -> Announcement:
    """Raises AlreadySent where there is something to change. Cost: 2 queries, none for no change."""
    changed = [name for name, value in _own(details).items() if getattr(held, name) != value]
    if not changed:
        return held
    if not held.is_draft:
        raise refusals.AlreadySent
    for name in changed:
        setattr(held, name, details[name])
    held.updated_at = timezone.now()
    held.save(update_fields=[*changed, "updated_at"])
    audit.record("announcements.changed", held, by=by, fields=changed)
    return held


@transaction.atomic
def discard(*, announcement: Announcement, by: Person) -> None:
    """Throw a draft away; twice is once. Cost: 5 queries. Raises AlreadySent."""
    held = Announcement.objects.select_for_update(of=("self",)).filter(pk=announcement.pk).first()
    if held is None:
        return
    if not held.is_draft:
        raise refusals.AlreadySent
    audit.record("announcements.discarded", held, by=by, values={"event": held.event_id})
    held.delete()


# ------------------------------------------------------------------ sending
@transaction.atomic
def send(*, announcement: Announcement, key: str, by: Person, seen: str = "", again: bool = False) -> Sending:
    """Send a draft to its group as it is now; with ``again``, what was sent to those who came in since.

    The same ``key`` is the same sending, and a registration gets an announcement once, whatever is pressed. ``seen``: when
    the text was last changed, as the page showed it. Cost: 11 queries, and 2 for each 200 people.

    Raises AlreadySent, NotSentYet, ChangedSinceSeen or NobodyToWriteTo; nothing is sent then.
    """
    held = _hold(announcement)
    if done := held.sendings.filter(key=key).first():
        return done
    if held.is_draft and again:
        raise refusals.NotSentYet
    if not held.is_draft and not again:
        raise refusals.AlreadySent
    if seen and seen != version_of(held):
        raise refusals.ChangedSinceSeen
    reached = reach.reach_of(held)
    if not reached.number:
        raise refusals.NobodyToWriteTo
    now = timezone.now()
    sending = Sending.objects.create(announcement=held, key=key, by=by, at=now, people=reached.number)
    if held.is_draft:
        held.state, held.sent_at = Announcement.State.SENT, now
        held.save(update_fields=["state", "sent_at"])
    notices = [Notice(announcement=held, sending=sending, registration=one) for one in reached.registrations]
    Notice.objects.bulk_create(notices, batch_size=200)
    outbox.post_all(_mail(held, notice) for notice in notices)
    audit.record(
        "announcements.sent",
        held,
        by=by,
        values={"people": reached.number, "to": held.audience.partition(":")[0], "again": again},
    )
    live.publish(topic_of(held.event_id), f"desk/{held.event_id}")
    return sending


def version_of(announcement: Announcement) -> str:
    """What a page shows and sends back, to tell whether the text was changed meanwhile."""
    return announcement.updated_at.isoformat()


def _mail(announcement: Announcement, notice: Notice) -> outbox.Mail:
    one = notice.registration
    return outbox.draft(
        "announcements/announcement",
        to=one.email,
        language=one.language,
        key=f"{announcement.pk}:{one.pk}",
        about=notice,
        # A correction must not overtake what it corrects.
        stream=f"{one.email}|messages-{announcement.event_id}",
        priority=outbox.BULK,
    )


def _hold(announcement: Announcement) -> Announcement:
    return Announcement.objects.select_for_update(of=("self",)).select_related("event").get(pk=announcement.pk)


def _own(details: dict[str, Any]) -> dict[str, Any]:
    return {name: details[name] for name in DETAILS}


def _check(event: Event, details: dict[str, Any]) -> None:
    refuse_sensitive_words(*(details[name] for name in WORDS))
    known = {name for _heading, group in concerned.choices(event) for name, _label in group}
    if details["audience"] not in known:
        raise refusals.NoSuchGroup


# ------------------------------------------------------------------ lists
@transaction.atomic
def keep_list(*, event: Event, name: str, registrations: Collection[int], by: Person) -> SavedList:
    """Keep registrations of the event under a name; those of other events are left out. Cost: 4 queries, 1 for each 200.

    The same people under the same name are the same list. Raises NobodyPicked or ListNameTaken; nothing is kept then.
    """
    own = list(
        Registration.objects.filter(event=event, pk__in=registrations).order_by("pk").values_list("pk", flat=True)
    )
    if not own:
        raise refusals.NobodyPicked
    made, is_new = SavedList.objects.get_or_create(event=event, name=" ".join(name.split()))
    if not is_new:
        if sorted(made.entries.values_list("registration", flat=True)) != own:
            raise refusals.ListNameTaken
        return made
    Listed.objects.bulk_create([Listed(saved_list=made, registration_id=pk) for pk in own], batch_size=200)
    audit.record("announcements.list_kept", made, by=by, values={"people": len(own)})
    return made


@transaction.atomic
def drop_list(*, saved_list: SavedList, by: Person) -> None:
    """The list is no longer; what was sent to it stays sent. Cost: 4 queries."""
    audit.record("announcements.list_dropped", saved_list, by=by, values={"event": saved_list.event_id})
    saved_list.delete()


# ------------------------------------------------------------------ reminders
@transaction.atomic
def set_rules(*, event: Event, rules: Sequence[ReminderRule], by: Person, seen: SeenWhole | None = None) -> None:
    """Remind by exactly these rules, in this order; none reminds nobody. Cost: 6 queries, and 1 or 2 for each rule; 3 more at a series.

    Raises ChangedAsAWhole, SameMomentTwice or SensitiveText; nothing is changed then.
    """
    event = Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)
    before = list(event.reminder_rules.all())
    if seen is not None:
        seen.check(rules_name(event), rules_as_rows(before))
    for held in (event, *(event.sittings_standing if event.is_series else ())):
        own = [rule for rule in rules if rule.is_about(held, event)]
        if len({rule.moment(held) for rule in own}) < len(own):
            raise refusals.SameMomentTwice
    refuse_sensitive_words(*(text for rule in rules for text in (rule.sentence_fr, rule.sentence_en)))
    event.reminder_rules.all().delete()
    for place, rule in enumerate(rules, 1):
        rule.event, rule.place = event, place
    kept = ReminderRule.objects.bulk_create(rules)
    planning.drop(event, {rule.code for rule in before} - {rule.code for rule in kept})
    planning.follow(event, kept)
    audit.record("announcements.reminders_set", event, by=by, values={"rules": [rule.code for rule in kept]})


def rules_name(event: Event) -> str:
    """Names the rules of an event for ``core.versions``."""
    return f"announcements.reminders:{event.pk}"


def rules_as_rows(rules: Sequence[ReminderRule]) -> list[dict[str, Any]]:
    return [
        {
            "unit": one.unit,
            "amount": one.amount,
            "each": one.each_sitting,
            "fr": one.sentence_fr,
            "en": one.sentence_en,
        }
        for one in rules
    ]


# ------------------------------------------------------------------ the person's own
@transaction.atomic
def stop(*, registration: Registration, kind: str) -> None:
    """No more mails of this kind to the registration, at the word of whoever has the link; twice is once. Cost: 3 queries."""
    if kind == REMINDERS:
        is_news = Registration.objects.filter(pk=registration.pk, wants_reminder=True).update(wants_reminder=False) == 1
    else:
        is_news = NoMessages.objects.get_or_create(registration=registration)[1]
    if is_news:
        audit.record("announcements.stopped", registration, by=None, values={"kind": kind})


@transaction.atomic
def resume(*, registration: Registration, kind: str) -> None:
    """Mails of this kind again; twice is once. Cost: 3 queries."""
    if kind == REMINDERS:
        is_news = Registration.objects.filter(pk=registration.pk, wants_reminder=False).update(wants_reminder=True) == 1
    else:
        is_news = NoMessages.objects.filter(registration=registration).delete()[0] > 0
    if is_news:
        audit.record("announcements.resumed", registration, by=None, values={"kind": kind})


def has_stopped(registration: Registration, kind: str) -> bool:
    """Whether the registration does without mails of this kind. Cost: 1 query for messages, none for reminders."""
    if kind == REMINDERS:
        return not registration.wants_reminder
    return NoMessages.objects.filter(registration=registration).exists()


def mark_seen(notices: Sequence[Notice]) -> None:
    """Their reader has opened them: they are not new any more. No audit: it says nothing of anybody else. Cost: 1 query, none for old ones."""
    new = [notice.pk for notice in notices if notice.is_new]
    if new:
        Notice.objects.filter(pk__in=new, seen_at=None).update(seen_at=timezone.now())
