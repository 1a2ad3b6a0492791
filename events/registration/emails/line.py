"""Letters to those who wait: for a place, for a decision, for a guardian's word."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from core import outbox
from events.registration.emails.draft import Draft, full, moment_of
from events.registration.models import Guardian, PlaceOffer, Terms
from events.registration.waiting import rank as rank_of


@outbox.letter("registration/held")
def held(mail: outbox.Mail) -> outbox.Letter | None:
    """The seats are kept; the tickets wait for the word of a parent or guardian."""
    draft = Draft.of(mail)
    registration = draft.seat.registration
    if not registration.awaits_guardian or not draft.is_for_its_reader:
        return None
    return draft.letter(
        "held",
        _("We are asking your parent or guardian: %(title)s") % {"title": draft.title},
        until=moment_of(registration.guardian.until, draft.seat.event),
        facts=[*draft.who_comes(), *draft.when_and_where()],
        links=[draft.manage_link()],
    )


@outbox.letter("registration/guardian")
def guardian(mail: outbox.Mail) -> outbox.Letter | None:
    """To the parent or guardian: somebody under 18 wants to come, and needs their word."""
    draft = Draft.of(mail)
    asked = Guardian.objects.filter(pk=mail.payload["guardian"]).first()
    if asked is None or asked.has_confirmed or asked.email != mail.recipient:
        return None
    if not draft.seat.registration.awaits_guardian:
        return None
    answer = (_("Read what it is about, and answer"), full(reverse("registration:guardian", args=[asked.key])))
    return draft.letter(
        "guardian",
        _("Your word is needed: %(title)s") % {"title": draft.title},
        reader=asked.name,
        person=draft.seat.name,
        until=moment_of(asked.until, draft.seat.event),
        facts=draft.when_and_where(),
        links=[answer, draft.event_link()],
    )


@outbox.letter("registration/unguarded")
def unguarded(mail: outbox.Mail) -> outbox.Letter | None:
    """No word, or a no, of the parent or guardian: the registration has ended."""
    return _ended(mail, "unguarded", _("Your registration has ended: %(title)s"))


@outbox.letter("registration/waiting")
def waiting(mail: outbox.Mail) -> outbox.Letter | None:
    """No seat yet: the place in the list, and what happens next."""
    draft = Draft.of(mail)
    if not draft.seat.registration.is_waiting or not draft.is_for_its_reader:
        return None
    return _in_the_line(draft, "waiting", _("You are on the waiting list: %(title)s"), rank_of(draft.seat.registration))


@outbox.letter("registration/taken_back")
def taken_back(mail: outbox.Mail) -> outbox.Letter | None:
    """An offer that should not have been made: back in the list, at the same place."""
    draft = Draft.of(mail)
    if not draft.seat.registration.is_waiting or not draft.is_for_its_reader:
        return None
    return _in_the_line(draft, "taken_back", _("The offer was taken back: %(title)s"), rank_of(draft.seat.registration))


def _in_the_line(draft: Draft, name: str, subject: str, rank: int) -> outbox.Letter:
    terms = Terms.of(draft.seat.event)
    return draft.letter(
        name,
        subject % {"title": draft.title},
        rank=rank,
        hours=terms.offer_hours,
        facts=[(_("Your place in the list"), str(rank)), *draft.who_comes(), *draft.when_and_where()],
        links=[draft.manage_link(_("See my place or leave the list"))],
    )


@outbox.letter("registration/applied")
def applied(mail: outbox.Mail) -> outbox.Letter | None:
    """An application is here; the event chooses."""
    draft = Draft.of(mail)
    if not draft.seat.registration.is_applied or not draft.is_for_its_reader:
        return None
    return draft.letter(
        "applied",
        _("Your application is received: %(title)s") % {"title": draft.title},
        facts=[*draft.who_comes(), *draft.when_and_where()],
        links=[draft.manage_link(_("See or withdraw my application"))],
    )


@outbox.letter("registration/chosen")
def chosen(mail: outbox.Mail) -> outbox.Letter | None:
    """The organiser has chosen, and it is a yes: tickets and calendar entry."""
    draft = Draft.of(mail)
    if not draft.is_active or not draft.is_for_its_reader or not draft.holders():
        return None
    return chosen_letter(draft, files=[draft.ticket_file()])


def chosen_letter(draft: Draft, files: Sequence[outbox.Attachment] = ()) -> outbox.Letter:
    """The letter itself, also of a draft that is only looked at before anything is told."""
    return draft.letter(
        "chosen",
        _("You are chosen: %(title)s") % {"title": draft.title},
        facts=[*draft.when_and_where(), *draft.ticket_facts()],
        links=[draft.ticket_link(), draft.manage_link()],
        files=files,
    )


@outbox.letter("registration/reserved")
def reserved(mail: outbox.Mail) -> outbox.Letter | None:
    """Chosen if somebody else gives their seat back: the rank. Nothing once they hold a seat, which another letter tells."""
    draft = Draft.of(mail)
    registration = draft.seat.registration
    if not (registration.is_waiting or registration.is_offered) or not draft.is_for_its_reader:
        return None
    return reserved_letter(draft)


def reserved_letter(draft: Draft) -> outbox.Letter:
    """The letter itself, as :func:`chosen_letter`."""
    return _in_the_line(draft, "reserved", _("You are on the reserve list: %(title)s"), draft.mail.payload["rank"])


@outbox.letter("registration/not_chosen")
def not_chosen(mail: outbox.Mail) -> outbox.Letter | None:
    """The organiser has chosen others: why, and what else there is."""
    draft = Draft.of(mail)
    return not_chosen_letter(draft) if draft.is_for_its_reader else None


def not_chosen_letter(draft: Draft) -> outbox.Letter:
    """The letter itself, as :func:`chosen_letter`."""
    event = draft.seat.event
    calendar = full(reverse("agenda:list"))
    return draft.letter(
        "not_chosen",
        _("The result of your application: %(title)s") % {"title": draft.title},
        reason=draft.mail.payload["reason"],
        facts=draft.when_and_where(),
        links=[
            (_("See other events of this kind"), f"{calendar}?{urlencode({'kind': event.kind})}"),
            (_("See events in this region"), f"{calendar}?{urlencode({'region': event.region_id})}"),
        ],
    )


@outbox.letter("registration/offered")
def offered(mail: outbox.Mail) -> outbox.Letter | None:
    """A place is kept for the party until it answers; nothing once that is over."""
    draft = Draft.of(mail)
    offer = PlaceOffer.objects.filter(pk=mail.payload["offer"]).first()
    if offer is None or not offer.is_open or not draft.is_for_its_reader:
        return None
    until = moment_of(offer.expires_at, draft.seat.event)
    return draft.letter(
        "offered",
        _("A place is offered to you: %(title)s") % {"title": draft.title},
        until=until,
        facts=[(_("Answer before"), until), *draft.who_comes(), *draft.when_and_where()],
        links=[draft.manage_link(_("Accept or decline"))],
    )


@outbox.letter("registration/declined")
def declined(mail: outbox.Mail) -> outbox.Letter | None:
    """The offered place was left to the next."""
    return _ended(mail, "declined", _("You declined the place: %(title)s"))


@outbox.letter("registration/expired")
def expired(mail: outbox.Mail) -> outbox.Letter | None:
    """Nobody answered in time: the place went to the next."""
    return _ended(mail, "expired", _("The time to answer is over: %(title)s"))


def _ended(mail: outbox.Mail, name: str, subject: str) -> outbox.Letter | None:
    draft = Draft.of(mail)
    event = draft.seat.event
    links = [draft.event_link(_("Register again from the event's page"))] if event.takes_registrations else []
    return draft.letter(
        name,
        subject % {"title": draft.title},
        refused=mail.payload.get("refused", False),
        facts=draft.when_and_where(),
        links=links,
    )
