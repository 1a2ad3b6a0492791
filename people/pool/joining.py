"""Two Persons turn out to be one: their handovers come together, one of them open at most."""

from people.accounts.models import Person
from people.participants.joining import files_to_join
from people.pool.actions import enquiring, handing
from people.pool.models import Enquiry, Handover


def merge_handovers(keep: Person, gone: Person) -> None:
    """Before the files become one: what was proposed for the file that goes is let go, and its history moves.

    An open handover of the file that stays goes on: the organisation that proposed it still follows the person.
    """
    pair = files_to_join(keep, gone)
    if pair is None:
        return
    stays, other = pair
    for handover in Handover.objects.open().filter(case_file=other).select_related("case_file__person"):
        handing.let_go(handover=handover, by=None)
    Handover.objects.filter(case_file=other).update(case_file=stays)


def merge_enquiries(keep: Person, gone: Person) -> None:
    """Before the files become one: what was asked about the file that goes ends, and moves."""
    pair = files_to_join(keep, gone)
    if pair is None:
        return
    stays, other = pair
    for enquiry in Enquiry.objects.open().filter(case_file=other):
        enquiring.end(enquiry)
    Enquiry.objects.filter(case_file=other).update(case_file=stays)
