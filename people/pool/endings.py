"""What ends with a file that is closed: a handover under way."""

from django.utils.translation import gettext_lazy as _

from people.accounts.models import Person
from people.participants.endings import Ending, Named, ends_with_the_file
from people.participants.models import CaseFile
from people.pool.actions import handing
from people.pool.models import Handover


def handovers(case_file: CaseFile) -> Named:
    """Cost: 1 query."""
    rows = Handover.objects.open().filter(case_file=case_file).select_related("to_organisation")
    return [(each.pk, each.to_organisation.name) for each in rows]


def withdraw(case_file: CaseFile, by: Person, _reason: str) -> None:
    """The person is told. Cost: about 16 queries."""
    for handover in Handover.objects.open().filter(case_file=case_file):
        handing.withdraw(handover=handover, by=by)


def register() -> None:
    """Called by ``AppConfig.ready``."""
    ends_with_the_file(Ending("handover", _("Handover that is withdrawn"), handovers, withdraw, order=50))
