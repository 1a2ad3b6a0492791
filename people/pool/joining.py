"""Two Persons turn out to be one: their handovers come together, one of them open at most."""

from people.accounts.models import Person
from people.participants.joining import which_stays
from people.pool.actions import handing
from people.pool.models import Handover


def merge_handovers(keep: Person, gone: Person) -> None:
    """Before the files become one: what was proposed for the file that goes is let go, and its history moves.

    An open handover of the file that stays goes on: the organisation that proposed it still follows the person.
    """
    stays, other = which_stays(keep, gone)
    if stays is None or other is None:
        return
    for handover in Handover.objects.open().filter(case_file=other).select_related("case_file__person"):
        handing.let_go(handover=handover, by=None)
    Handover.objects.filter(case_file=other).update(case_file=stays)
