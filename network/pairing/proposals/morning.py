"""Proposals on the caseworkers' morning list, and beside it: a call before they lapse, a review that somebody asked for."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from network.pairing.editions.models import COORDINATORS
from network.pairing.editions.rules import reviews_somewhere
from network.pairing.proposals.models import Proposal, ReviewRequest
from people.participants.models import CaseFile
from people.participants.morning import COLUMNS, Notice, Source, above_the_list, on_the_morning_list


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


def reviews_to_answer(user: Any) -> Iterable[Notice]:
    """Somebody asks that a person looks again at what was proposed to them. Cost: 1 query for those who keep or review editions."""
    if not reviews_somewhere(user):
        return
    asked = ReviewRequest.objects.visible_to(user).open().order_by()
    waiting = asked.aggregate(number=Count("pk"), since=Min("asked_at"), by=Min("answer_by"))
    number = waiting["number"]
    if number:
        words = ngettext("%(number)s review asked for, to answer", "%(number)s reviews asked for, to answer", number)
        url = reverse("proposals:reviews")
        yield Notice(words % {"number": number}, url, waiting["since"], waiting["by"], order=8)


def about_to_lapse(user: Any) -> Iterable[Notice]:
    """Two days left at most, whoever has not answered. Cost: 1 query for coordinators."""
    if not user.holds_any(*COORDINATORS):
        return
    waiting = (
        Proposal.objects.visible_to(user).soon_over().order_by().aggregate(number=Count("pk"), by=Min("answer_by"))
    )
    number = waiting["number"]
    if number:
        words = ngettext("%(number)s proposal is about to lapse", "%(number)s proposals are about to lapse", number)
        url = reverse("proposals:list") + "?soon=on"
        yield Notice(words % {"number": number}, url, by=waiting["by"], order=25)


def register() -> None:
    """Called by ``AppConfig.ready``."""
    above_the_list(reviews_to_answer)
    above_the_list(about_to_lapse)
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
