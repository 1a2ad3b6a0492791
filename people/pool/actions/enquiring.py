"""A regional partner asks for somebody whose card it sees; the bank takes it up with a handover, or says why not."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit
from core.forbidden import refuse_sensitive_words
from people.accounts.models import Person
from people.organisations.models import Organisation
from people.participants.models import CaseFile
from people.pool import refusals, searching, telling
from people.pool.models import Enquiry, Handover

State = Enquiry.State


@transaction.atomic
def ask_for(*, case_file: CaseFile, organisation: Organisation, by: Person, message: str = "") -> Enquiry:
    """It waits on the morning list of the bank; the person is asked nothing before the bank proposes. Cost: 5 queries.

    Raises CardNotShown, AlreadyAskedFor, SensitiveText.
    """
    refuse_sensitive_words(message)
    shown = searching.shown_to(organisation).filter(case_file=case_file).order_by("state_since", "pk").first()
    if shown is None:
        raise refusals.CardNotShown
    try:
        with transaction.atomic():
            enquiry = Enquiry.objects.create(
                case_file=case_file,
                edition_id=shown.edition_id,
                organisation=organisation,
                bank_id=shown.organisation_id or 0,  # it has one: its partner is a bank
                message=message.strip(),
                asked_by=by,
            )
    except IntegrityError:
        raise refusals.AlreadyAskedFor from None
    audit.record("enquiry.made", enquiry, by=by, values={"edition": shown.edition_id})
    return enquiry


@transaction.atomic
def say_no(*, enquiry: Enquiry, reason: str, by: Person) -> Enquiry:
    """The bank does not propose the person, and says why to whoever asked. Cost: 6 queries. Raises ReasonWanted, EnquiryMovedOn."""
    refuse_sensitive_words(reason)
    if not reason.strip():
        raise refusals.ReasonWanted
    now = timezone.now()
    open_one = Enquiry.objects.open().filter(pk=enquiry.pk)
    if not open_one.update(state=State.DECLINED, closed_at=now, closed_by=by, reason=reason.strip()):
        raise refusals.EnquiryMovedOn
    enquiry.refresh_from_db()
    audit.record("enquiry.declined", enquiry, by=by, fields=["state"])
    telling.tell_who_asked(enquiry)
    return enquiry


def take_up(handover: Handover) -> None:
    """A handover to whoever asked is proposed: that is the answer. Cost: 1 query."""
    asked = Enquiry.objects.open().filter(case_file=handover.case_file_id, organisation=handover.to_organisation_id)
    asked.update(state=State.TAKEN_UP, handover=handover)


def end_with(handover: Handover) -> None:
    """The handover has ended, one way or the other, and with it what called for it. Cost: 1 query."""
    taken = Enquiry.objects.filter(handover=handover, state=State.TAKEN_UP)
    taken.update(state=State.ENDED, closed_at=timezone.now())


@transaction.atomic
def let_go_of(case_file: CaseFile) -> None:
    """Those whose ground is gone: the card is not shown to whoever asked any more. Cost: 1 query, 2 for each that is open."""
    for enquiry in Enquiry.objects.open().filter(case_file=case_file).select_related("organisation"):
        shown = searching.shown_to(enquiry.organisation).filter(case_file=case_file, organisation=enquiry.bank_id)
        if not shown.exists():
            end(enquiry)


def end(enquiry: Enquiry) -> None:
    """Nobody is written to. Cost: 1 query."""
    Enquiry.objects.open().filter(pk=enquiry.pk).update(state=State.ENDED, closed_at=timezone.now())
