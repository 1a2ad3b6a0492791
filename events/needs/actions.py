"""What people ask for, change and take back; and the link to the totals."""

from collections.abc import Mapping

from django.db import transaction

from core import audit
from events.agenda.models import Event
from events.needs import rules
from events.needs.models import IN_WORDS, LONGEST_TEXT, MealLink, Wish
from events.needs.purposes import EVENT_NEEDS, about
from events.needs.refusals import ConsentMissing, NoMealHere, NotAskedNow
from events.registration import waiting
from events.registration.models import Seat
from people.accounts.models import Person, User
from people.consent import actions as consents
from people.consent import rules as consent_rules
from people.consent.forms import Agreed
from people.consent.models import Consent


@transaction.atomic
def answer(*, seat: Seat, wishes: Mapping[str, str], agreed: Agreed | None) -> None:
    """Keep exactly these wishes of a seat's holder: what is wished -> their own words, "" where there are none.

    ``agreed``: the box that was ticked with them, None where the consent stands already. No wish at all is the same as
    :func:`withdraw`: a consent to nothing would be kept for nothing. Cost: 6 to 9 queries, and that of the consent.

    Raises NotAskedNow, ConsentMissing, and what giving a consent raises; nothing is kept then.
    """
    # Held in the order of merges: the person (whoever withdraws holds it), the event (whoever calls it off or asks
    # otherwise), the seat (whoever gives it back). Each finds what the other left.
    person = Person.objects.select_for_update(of=("self",)).get(seats=seat.pk)
    waiting.hold(seat.event_id)
    seat = Seat.objects.select_for_update(of=("self",)).select_related("event").get(pk=seat.pk)
    if not rules.can_answer(seat, seat.event):
        raise NotAskedNow
    asked = rules.asked(seat.event)
    wanted = {what: _own_words(what, text) for what, text in wishes.items() if what in asked}
    wanted = {what: text for what, text in wanted.items() if text or what not in IN_WORDS}
    if not wanted:
        _let_go(seat, person)
        return
    if agreed is not None:
        consents.give(
            person=person,
            purpose=EVENT_NEEDS.code,
            about=about(seat.event_id),
            language=agreed.language,
            version=agreed.version,
            how=Consent.How.SELF,
            by=person,
        )
    elif not consent_rules.holds(person, EVENT_NEEDS.code, about(seat.event_id)):
        raise ConsentMissing
    kept = dict(Wish.objects.filter(seat=seat).values_list("what", "text"))
    if kept == wanted:
        return
    seat.wishes.exclude(what__in=[what for what, text in kept.items() if wanted.get(what) == text]).delete()
    new = [Wish(seat=seat, what=what, text=text) for what, text in wanted.items() if kept.get(what) != text]
    Wish.objects.bulk_create(new)
    # That something is asked for, never what: the audit stays when the wishes are long gone.
    audit.record("needs.answered", seat, by=None, fields=["wishes"])


def _own_words(what: str, text: str) -> str:
    return " ".join(text.split())[:LONGEST_TEXT] if what in IN_WORDS else ""


@transaction.atomic
def withdraw(*, seat: Seat) -> None:
    """The holder of a seat takes everything back, consent and wishes, at any time; twice is once. Cost: 8 queries."""
    person = Person.objects.select_for_update(of=("self",)).get(seats=seat.pk)
    _let_go(seat, person)


def _let_go(seat: Seat, person: Person) -> None:
    """The wishes go with the consent (``receivers``); those that no consent covers any more go as well."""
    consents.withdraw_purpose(person=person, purpose=EVENT_NEEDS.code, about=about(seat.event_id), by=person)
    Wish.objects.filter(seat=seat).delete()


def forget_event(event: Event) -> None:
    """Nothing is prepared any more: wishes go, consents end. Cost: 4 queries, and 2 for each consent."""
    Wish.objects.filter(seat__event=event).delete()
    MealLink.objects.filter(event=event).delete()
    consents.run_out(purpose=EVENT_NEEDS.code, about=about(event.pk))


def forget_seat(seat: Seat) -> None:
    """The seat was given back, so nobody comes: its wishes go, the consent ends. Cost: 2 queries, and 3 if it stood."""
    if seat.person_id is None:
        return
    Wish.objects.filter(seat=seat).delete()
    consents.run_out(purpose=EVENT_NEEDS.code, about=about(seat.event_id), person=seat.person_id)


def hand_over(*, double: Seat, stays: Seat) -> None:
    """One person held two seats: what was wished for the one is wished for the other, unless that one has said. Cost: 2 queries."""
    if Wish.objects.filter(seat=stays).exists():
        Wish.objects.filter(seat=double).delete()
    else:
        Wish.objects.filter(seat=double).update(seat=stays)


@transaction.atomic
def open_totals(*, event: Event, by: User) -> MealLink:
    """Make the link to the totals; one that stands is replaced, and opens nothing any more. Cost: 4 queries.

    Raises NoMealHere.
    """
    if not event.asks_meal or event.is_cancelled or event.is_past:
        raise NoMealHere
    Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)
    MealLink.objects.filter(event=event).delete()
    link = MealLink.objects.create(event=event)
    audit.record("needs.totals_opened", event, by=by.person)
    return link


@transaction.atomic
def close_totals(*, event: Event, by: User) -> None:
    """The link opens nothing any more; twice is once. Cost: 3 queries."""
    if MealLink.objects.filter(event=event).delete()[0]:
        audit.record("needs.totals_closed", event, by=by.person)
