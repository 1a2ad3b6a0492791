"""Proposals on the caseworkers' morning list: a call before they lapse."""

from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from network.pairing.proposals.models import Proposal
from people.participants.models import CaseFile
from people.participants.morning import COLUMNS, Source, on_the_morning_list


def soon_over(user: Any) -> QuerySet[Any, Any]:
    """Of people one's organisation follows: two days left at most, and the person has not answered."""
    files = CaseFile.objects.visible_to(user)
    found = (
        Proposal.objects.there().soon_over().waiting_for("candidate").filter(request__candidacy__case_file__in=files)
    )
    rows: QuerySet[Any, Any] = (
        found.order_by()
        .annotate(
            case_file_id=F("request__candidacy__case_file"), object_id=F("pk"), since=F("made_at"), due=F("answer_by")
        )
        .values(*COLUMNS)
    )
    return rows


def register() -> None:
    """Called by ``AppConfig.ready``."""
    on_the_morning_list(
        Source(
            "proposals.soon_over",
            _("Proposal about to lapse: the person’s answer"),
            soon_over,
            "proposals:staff_proposal",
            opens_file=False,
            order=22,
        )
    )
