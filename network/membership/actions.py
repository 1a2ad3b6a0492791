"""Organisations enter the network, stay, and leave: one function moves a membership, and every move is told and kept."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit, clock, generations, outbox
from network.membership.models import EXPLAINED, MEMBER, MOVES, Membership, State, Step, Terms
from network.membership.refusals import MembershipExists, NoSuchMove, ReasonWanted
from network.membership.rules import contacts
from people.accounts.models import Person
from people.organisations.models import Organisation

#: Moves the organisation gets a letter about.
TOLD = frozenset(
    {
        State.SUBMITTED,
        State.INFO_ASKED,
        State.APPROVED,
        State.ACTIVE,
        State.RENEWAL_DUE,
        State.SUSPENDED,
        State.LAPSED,
        State.DECLINED,
        State.WITHDRAWN,
    }
)


@transaction.atomic
def start(*, organisation: Organisation, by: Person | None) -> Membership:
    """Open an application, as a draft. Raises MembershipExists while another is not over."""
    try:
        with transaction.atomic():
            membership = Membership.objects.create(organisation=organisation)
    except IntegrityError as trouble:
        raise MembershipExists from trouble
    Step.objects.create(membership=membership, target=State.DRAFT, by=by)
    audit.record("membership.started", membership, by=by, values={"organisation": organisation.pk})
    return membership


@transaction.atomic
def transition(*, membership: Membership, to: str, by: Person | None, message: str = "") -> Membership:
    """Move a membership along ``MOVES``; who asks a second time finds it moved. ``by`` None: the calendar.

    One conditional UPDATE decides between two coordinators. Becoming active begins a term (« member since » is kept
    over a suspension), a renewal adds one to the last; a suspension keeps the term it interrupts. The organisation's
    contacts are told, each in their language.

    Raises NoSuchMove, ReasonWanted. Cost: about 9 queries and 1 for each 200 letters.
    """
    source, message = membership.state, message.strip()
    if to not in MOVES[source]:
        raise NoSuchMove
    if to in EXPLAINED and not message:
        raise ReasonWanted
    changes: dict[str, object] = {"state": to}
    if to == State.ACTIVE:
        changes |= _term(membership)
    if not Membership.objects.filter(pk=membership.pk, state=source).update(**changes):
        raise NoSuchMove
    membership.refresh_from_db()
    step = Step.objects.create(membership=membership, source=source, target=to, message=message, by=by)
    audit.record("membership.moved", membership, by=by, values={"from": source, "to": to})
    _plan(membership)
    if to in TOLD:
        _tell(membership, step)
    if (source in MEMBER) != (to in MEMBER):
        generations.bump("membership")
    return membership


@transaction.atomic
def list_publicly(*, membership: Membership, agreed: bool, by: Person | None) -> Membership:
    """Note that the organisation agrees to be named in public, or no longer; saying it twice keeps the first day."""
    if membership.is_listed == agreed:
        return membership
    membership.listed_at = timezone.now() if agreed else None
    membership.save(update_fields=["listed_at"])
    audit.record("membership.listed" if agreed else "membership.unlisted", membership, by=by)
    generations.bump("membership")
    return membership


@transaction.atomic
def set_terms(*, term_months: int, grace_days: int, by: Person | None) -> Terms:
    """Set the terms of memberships that begin or renew from now on; running terms keep their day."""
    terms, _made = Terms.objects.update_or_create(pk=1, defaults={"term_months": term_months, "grace_days": grace_days})
    audit.record("membership.terms_set", terms, by=by, values={"term_months": term_months, "grace_days": grace_days})
    return terms


def _term(membership: Membership) -> dict[str, object]:
    """First day as a member, and last day of the term that begins or goes on."""
    today = timezone.localdate()
    if membership.state == State.SUSPENDED and membership.renew_by and membership.renew_by >= today:
        return {}
    begins = max(today, membership.renew_by) if membership.renew_by else today
    return {
        "active_since": membership.active_since or today,
        "renew_by": months_after(begins, Terms.now().term_months),
    }


def months_after(day: date, months: int) -> date:
    """The same day that many months later, or the last of a month too short for it."""
    year, month = divmod(day.month - 1 + months, 12)
    year += day.year
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _plan(membership: Membership) -> None:
    """What the calendar does next: renewal falls due on the last day of the term, and it lapses after the grace."""
    key = str(membership.pk)
    if membership.state == State.ACTIVE and membership.renew_by:
        clock.schedule(
            "membership.renewal", key, due_at=_morning(membership.renew_by), payload={"membership": membership.pk}
        )
    elif membership.state == State.RENEWAL_DUE:
        lapses_on = timezone.localdate() + timedelta(days=Terms.now().grace_days)
        clock.schedule("membership.lapse", key, due_at=_morning(lapses_on), payload={"membership": membership.pk})
    if membership.state != State.ACTIVE:
        clock.cancel("membership.renewal", key)
    if membership.state != State.RENEWAL_DUE:
        clock.cancel("membership.lapse", key)


def _morning(day: date) -> datetime:
    """Six in the morning, Montréal's time: letters arrive at breakfast."""
    return timezone.make_aware(datetime.combine(day, time(6)))


def _tell(membership: Membership, step: Step) -> None:
    """One letter to each contact, in the order of the moves."""
    outbox.post_all(
        outbox.draft(
            "membership/moved",
            to=user.email,
            language=user.person.language,
            key=f"{step.pk}/{user.pk}",
            about=membership,
            stream=f"membership/{membership.pk}/{user.pk}",
            payload={"step": step.pk, "user": user.pk},
        )
        for user in contacts(membership.organisation)
    )
