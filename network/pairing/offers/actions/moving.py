"""An offer goes its way: sent, approved or not, open, at rest, renewed, closed, handed on. One conditional UPDATE each."""

from datetime import date
from typing import Any, Literal

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from core import audit
from network.pairing.editions.models import PairingSettings
from network.pairing.offers import lacking, rules, telling
from network.pairing.offers.actions.keeping import keep_step, moved, plan
from network.pairing.offers.models import MOVES, Cause, Offer, OfferQuerySet, State
from network.pairing.offers.refusals import (
    AlreadyRenewed,
    EditionNotOpen,
    FormatNotHere,
    Incomplete,
    MovedOn,
    NotThere,
    PlacesTaken,
    WordWanted,
)
from network.pairing.offers.signals import host_changed
from people.accounts.models import Grant, Person, Role
from people.organisations.models import SPEAKING_ROLES, Organisation
from people.programmes.models import Partner


@transaction.atomic
def submit(*, offer: Offer, by: Person) -> Offer:
    """Send an offer to the coordination. Raises Incomplete, FormatNotHere, EditionNotOpen, MovedOn."""
    _lock(offer)
    if missing := lacking.words(offer):
        raise Incomplete(missing)
    settings = _settings(offer)
    if offer.format not in settings.formats:
        raise FormatNotHere
    _move(offer, State.SUBMITTED, by=by, submitted_at=timezone.now(), word="")
    return offer


@transaction.atomic
def approve(*, offer: Offer, by: Person, partner: Partner | Literal["kept"] | None = "kept", word: str = "") -> Offer:
    """Open what was sent, for as long as the edition's offers stay open; that it was approved is kept for good.

    ``partner``: who accompanies the host, None for the coordination; not said, as it stands. Raises EditionNotOpen, MovedOn.
    """
    until = _last_day(offer)
    changes: dict[str, Any] = {"open_until": until, "approved_by": by, "approved_at": timezone.now(), "word": ""}
    if partner is None or (isinstance(partner, Partner) and partner.edition_id == offer.edition_id):
        changes["partner"] = partner
    _move(offer, State.OPEN, by=by, source=State.SUBMITTED, said=word.strip(), **changes)
    return offer


@transaction.atomic
def send_back(*, offer: Offer, word: str, by: Person) -> Offer:
    """Back to its host to be completed, with what is missing. Raises WordWanted, MovedOn."""
    _move(offer, State.RETURNED, by=by, word=_word(word))
    return offer


@transaction.atomic
def decline(*, offer: Offer, word: str, by: Person) -> Offer:
    """Not taken up, with the reason. Raises WordWanted, MovedOn."""
    _move(offer, State.DECLINED, by=by, word=_word(word))
    return offer


@transaction.atomic
def pause(*, offer: Offer, by: Person | None, word: str = "") -> Offer:
    """Nobody new is proposed until it is reopened. Raises MovedOn."""
    _move(offer, State.PAUSED, by=by, word=word.strip())
    return offer


@transaction.atomic
def reopen(*, offer: Offer, by: Person) -> Offer:
    """A paused offer goes on; one whose day has come meanwhile is renewed with it. Raises EditionNotOpen, MovedOn."""
    _lock(offer)
    until = offer.open_until
    if until is None or until < timezone.localdate():
        until = _last_day(offer)
    _settings(offer)
    to = State.OPEN if offer.matched < offer.capacity else State.FILLED
    _move(offer, to, by=by, source=State.PAUSED, open_until=until, silences=0, word="")
    return offer


@transaction.atomic
def close(*, offer: Offer, by: Person | None, word: str = "", cause: str = Cause.NONE) -> Offer:
    """For good; matches that run go on. Raises MovedOn."""
    _move(offer, State.CLOSED, by=by, cause=cause, word=word.strip())
    return offer


@transaction.atomic
def discard(*, offer: Offer, by: Person | None) -> None:
    """Throw a draft away that nobody was sent. Raises MovedOn."""
    audit.record("offer.discarded", offer, by=by)
    if not Offer.objects.filter(pk=offer.pk, state=State.DRAFT).delete()[0]:
        raise MovedOn


@transaction.atomic
def renew(*, offer: Offer, by: Person | None, until: date | None = None) -> Offer:
    """Open for another while, also one that lapsed; the second click of two finds it renewed.

    ``until``: the last day as whoever clicked had it before their eyes (a link of a letter says one); a renewal since then
    makes the click late. Raises AlreadyRenewed, EditionNotOpen, MovedOn.
    """
    _lock(offer)
    if until is not None and offer.open_until != until:
        raise AlreadyRenewed
    last = _last_day(offer)
    if offer.open_until and last <= offer.open_until and offer.state != State.CLOSED:
        raise AlreadyRenewed
    before = offer.state
    if before in {State.OPEN, State.PAUSED}:
        if not Offer.objects.filter(state=before, open_until=offer.open_until).change(
            offer.pk, open_until=last, silences=0
        ):
            raise MovedOn
        offer.refresh_from_db()
        keep_step(offer, before=before, by=by, cause=Cause.RENEWED)
        audit.record("offer.renewed", offer, by=by, values={"open_until": str(last)})
        plan(offer)
        return offer
    if before != State.CLOSED or not has_lapsed(offer):
        raise MovedOn
    to = State.OPEN if offer.matched < offer.capacity else State.FILLED
    _move(offer, to, by=by, cause=Cause.RENEWED, source=State.CLOSED, open_until=last, silences=0, word="")
    return offer


def has_lapsed(offer: Offer) -> bool:
    """Closed because its day had passed, by nobody. Cost: 1 query."""
    closing = offer.steps.filter(target=State.CLOSED).exclude(source=State.CLOSED).first()
    return offer.state == State.CLOSED and closing is not None and closing.cause == Cause.LAPSED


@transaction.atomic
def lapse(*, offer: Offer) -> Offer:
    """Its day has passed. Nothing happens where it was renewed, or is not open. Cost: 1 query then."""
    today = timezone.localdate()
    passed = Offer.objects.filter(state__in=[State.OPEN, State.PAUSED], open_until__lt=today)
    if (found := passed.filter(pk=offer.pk).first()) is not None:
        _move(found, State.CLOSED, by=None, cause=Cause.LAPSED, where=Q(open_until__lt=today))
        return found
    return offer


@transaction.atomic
def remind(*, offer: Offer) -> None:
    """Ask whether it goes on. Nothing where it ends by itself no more, or with its edition. Cost: 2 queries, 3 more when asked."""
    ends = offer.state in {State.OPEN, State.PAUSED} and offer.open_until and offer.open_until >= timezone.localdate()
    if ends and rules.may_last_longer(offer):
        telling.ask(offer)


@transaction.atomic
def resize(*, offer: Offer, capacity: int, by: Person) -> Offer:
    """Take in more people, or fewer, never fewer than are met or being asked; it is filled or open again as that goes.

    Raises PlacesTaken, MovedOn.
    """
    _lock(offer)
    if offer.capacity == capacity:
        return offer
    before = offer.state
    to = State.FILLED if before == State.OPEN and offer.matched >= capacity else before
    to = State.OPEN if before == State.FILLED and offer.matched < capacity else to
    fits = Offer.objects.filter(state=before).annotate(taken=F("held") + F("matched")).filter(taken__lte=capacity)
    changes: dict[str, Any] = {"capacity": capacity, "state": to}
    if to != before:
        changes["state_since"] = timezone.now()
    if not fits.change(offer.pk, **changes):
        offer.refresh_from_db()
        raise MovedOn if offer.state != before else PlacesTaken
    offer.refresh_from_db()
    audit.record("offer.resized", offer, by=by, values={"capacity": capacity})
    if to != before:
        moved(offer, before=before, by=by, cause=Cause.CHANGED)
    else:
        keep_step(offer, before=before, by=by, cause=Cause.CHANGED)
    return offer


@transaction.atomic
def hand_on(*, offer: Offer, to: Person, by: Person | None) -> Offer:
    """Another person of the same organisation receives from now on; who did no longer gets letters. Raises NotThere, MovedOn."""
    _lock(offer)
    if offer.organisation is None or not rules.hosts_of(offer.organisation).filter(pk=to.pk).exists():
        raise NotThere
    if not offer.is_alive:
        raise MovedOn
    former = offer.host
    if to.pk == former.pk:
        return offer
    offer.host = to
    offer.save(update_fields=["host"])
    keep_step(offer, before=offer.state, by=by, cause=Cause.HANDED_ON)
    audit.record("offer.handed_on", offer, by=by, fields=["host"])
    telling.post(offer, "offers/yours", key=f"{offer.pk}:{to.pk}:{offer.steps.count()}")
    host_changed.send(sender=Offer, offer=offer, former=former, by=by)
    return offer


@transaction.atomic
def leave(*, person: Person, organisation: Organisation) -> None:
    """Somebody no longer speaks for an organisation: what they offered there passes to the one colleague there is; of
    several, or of none, nobody is chosen for them: it rests, and whoever speaks for the organisation may take it over.

    Cost: 2 queries, some 10 for each offer.
    """
    if (
        Grant.objects.holding()
        .filter(user__person=person, scope=organisation.scope_id, role__in=SPEAKING_ROLES)
        .exists()
    ):
        return
    speakers = list(rules.speakers_of(organisation).exclude(pk=person.pk)[:2])
    own = Offer.objects.of_person(person).alive().filter(organisation=organisation)
    for offer in own.select_related("host", "organisation").order_by("pk"):
        if len(speakers) == 1:
            hand_on(offer=offer, to=speakers[0], by=None)
        elif offer.state == State.OPEN:
            _move(offer, State.PAUSED, by=None, cause=Cause.LEFT)


@transaction.atomic
def stop_mentoring(*, person: Person) -> None:
    """Somebody is no longer a mentor: what they offered in their own name rests. Cost: 2 queries, some 10 for each offer."""
    if Grant.objects.holding().filter(user__person=person, role=Role.MENTOR).exists():
        return
    own = Offer.objects.of_person(person).filter(organisation=None, state=State.OPEN)
    for offer in own.select_related("host").order_by("pk"):
        _move(offer, State.PAUSED, by=None, cause=Cause.LEFT)


# ------------------------------------------------------------------ what all of them share


def _lock(offer: Offer) -> None:
    """Hold the row, and read it as it stands now."""
    offer.refresh_from_db(from_queryset=Offer.objects.select_for_update(of=("self",)))


def _move(
    offer: Offer, to: str, *, by: Person | None, source: str = "", cause: str = Cause.NONE, said: str = "", where: Q | None = None,
    **changes: Any,
) -> None:  # fmt: skip
    before = source or offer.state
    if to not in MOVES[before]:
        raise MovedOn
    there: OfferQuerySet = Offer.objects.filter(where or Q(), state=before)
    # Whoever was matched or asked meanwhile may have filled it: then it is no longer open.
    if to == State.OPEN:
        there = there.filter(matched__lt=F("capacity"))
    if not there.change(offer.pk, state=to, state_since=timezone.now(), **changes):
        raise MovedOn
    offer.refresh_from_db()
    moved(offer, before=before, by=by, cause=cause, word=said or str(changes.get("word", "")))


def _word(word: str) -> str:
    if not word.strip():
        raise WordWanted
    return word.strip()


def _settings(offer: Offer) -> PairingSettings:
    settings = PairingSettings.objects.open().select_related("edition").filter(pk=offer.edition_id).first()
    if settings is None:
        raise EditionNotOpen
    return settings


def _last_day(offer: Offer) -> date:
    """Last day of an offer that opens today, within the edition. Raises EditionNotOpen where that is over."""
    last = rules.last_day_of(_settings(offer))
    if last is None:
        raise EditionNotOpen
    return last
