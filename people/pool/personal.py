"""What handovers hold about people. Counts hold nobody."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.personal import GOES_ALONG, Beside, Held, Keep, declare, keep
from people.accounts.models import Person
from people.participants.models import CaseFile
from people.pool import entries
from people.pool.actions import enquiring, handing
from people.pool.joining import merge_enquiries, merge_handovers
from people.pool.models import Enquiry, Handover, PoolEntry

COUNTED = _("That a handover was proposed, and how it ended, is counted; whose it was does not stay")


def held(purpose: Any, **facts: Any) -> Held:
    return Held(
        purpose=purpose,
        audience=_(
            "The person, and the caseworkers of the two organisations; the coordination sees a number and a state alone"
        ),
        retention=_("Three years after it ended"),
        **facts,
    )


def let_go_of(people: Sequence[int]) -> None:
    """Nobody who is erased is handed over: what is open ends first."""
    for handover in Handover.objects.open().filter(case_file__person__in=people).select_related("case_file__person"):
        handing.let_go(handover=handover, by=None)


def reason_left(handover: Handover) -> str:
    """That a reason was given stays, where one must be."""
    return "…" if handover.reason else ""


def ended(before: datetime) -> QuerySet[Handover]:
    return Handover.objects.filter(closed_at__lt=before)


declare(
    Handover,
    owner="case_file__person",
    label=_("handovers between organisations"),
    fields={
        "message": held(_("To tell the other organisation what it should know")),
        "reason": held(_("To say why the other organisation could not receive the person"), erase=reason_left),
        "state": held(_("To carry the handover through"), stays=COUNTED),
        "proposed_at": held(_("To know when it was proposed"), stays=COUNTED, label=_("proposed")),
        "consented_at": held(_("To know when the person agreed"), stays=COUNTED, label=_("agreed to")),
        "closed_at": held(_("To know when it ended"), stays=COUNTED, label=_("ended")),
    },
    not_personal=(
        "case_file", "edition", "from_organisation", "to_organisation", "proposed_by", "closed_by", "due_at", "escalated_at",
    ),
    beside={
        "from": Beside(pgettext_lazy("organisation", "from"), lambda row: row.from_organisation.name),
        "to": Beside(_("to"), lambda row: row.to_organisation.name),
        "edition": Beside(_("edition"), lambda row: row.edition.title),
    },
    related=("from_organisation", "to_organisation", "edition__programme"),
    merge=merge_handovers,
    leave=let_go_of,
    known_until="closed_at",
    # Before the files are joined.
    order=65,
)  # fmt: skip
keep(
    Keep(
        code="pool.handovers",
        model=Handover,
        label=_("handovers between organisations"),
        since=_("the day it was accepted, declined, refused or withdrawn"),
        days=3 * 365,
        due=ended,
        then="delete",
        organisation="from_organisation",
    )
)


def end_enquiries(people: Sequence[int]) -> None:
    """Nobody who is erased is asked for."""
    for enquiry in Enquiry.objects.open().filter(case_file__person__in=people):
        enquiring.end(enquiry)


def answer_left(enquiry: Enquiry) -> str:
    """That a reason was given stays, where one must be."""
    return "…" if enquiry.reason else ""


declare(
    Enquiry,
    owner="case_file__person",
    label=_("organisations that asked for the person"),
    fields={
        "message": held(_("To tell why the organisation asks for the person")),
        "reason": held(_("To say why no handover was proposed"), erase=answer_left),
        "state": held(_("To carry the enquiry through"), stays=COUNTED),
        "asked_at": held(_("To know when it was asked"), stays=COUNTED, label=_("asked on")),
        "closed_at": held(_("To know when it was answered"), stays=COUNTED, label=_("answered on")),
    },
    not_personal=("case_file", "edition", "organisation", "bank", "asked_by", "closed_by", "handover"),
    beside={
        "organisation": Beside(_("asked by"), lambda row: row.organisation.name),
        "edition": Beside(_("edition"), lambda row: row.edition.title),
    },
    related=("organisation", "edition__programme"),
    merge=merge_enquiries,
    leave=end_enquiries,
    known_until="closed_at",
    # After handovers, before the files are joined.
    order=66,
)
keep(
    Keep(
        code="pool.enquiries",
        model=Enquiry,
        label=_("organisations that asked for somebody"),
        since=_("the day it was answered"),
        days=365,
        due=lambda before: Enquiry.objects.filter(closed_at__lt=before),
        then="delete",
        organisation="bank",
    )
)


# ------------------------------------------------------------------ where to look


def found_by(purpose: Any, **facts: Any) -> Held:
    return Held(
        purpose=purpose,
        audience=_("Nobody: it is not shown, it only says where to look"),
        retention=_("While the person is ready to be met"),
        export=False,
        **facts,
    )


def write_entries_anew(keep: Person, _gone: Person) -> None:
    """Once files, cards and requests have come together. Cost: about 6 queries."""
    for file in CaseFile.objects.of_person(keep):
        entries.refresh(file)


FIND = _("To find who is ready fast, as the card and the file say")
declare(
    PoolEntry,
    owner="case_file__person",
    label=_("places in the pool"),
    fields={
        "since": found_by(FIND, label=_("ready since")),
        "major_group": found_by(FIND, label=_("major group of the occupation")),
        "unit_group": found_by(FIND, label=_("occupation")),
        "regions": found_by(FIND, label=_("regions wished")),
        "availability": found_by(FIND, label=_("when the person is free")),
        "band": found_by(FIND, label=_("band of oral French")),
    },
    not_personal=("candidacy", "case_file", "card", "organisation", "edition", "is_first"),
    merge=write_entries_anew,
    known_until=GOES_ALONG,
    on_erase="delete",
    # After the files, the cards and the requests; before they are erased, which takes the rows along.
    order=90,
)
