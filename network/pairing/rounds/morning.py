"""Rounds on the morning page of whoever reviews them."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from network.pairing.rounds.models import Round, State
from network.pairing.rounds.rules import reviews_somewhere
from people.participants.morning import Notice, above_the_list


def to_review(user: Any) -> Iterable[Notice]:
    """A board that nobody has decided on. Cost: 2 queries for reviewers, 1 for everybody else."""
    if not reviews_somewhere(user):
        return
    ready = Round.objects.reviewed_by(user).filter(state=State.READY).defer("problem")
    for found in ready.select_related("edition__programme").order_by("pk"):
        names = {"number": found.number, "edition": found.edition.title}
        words = _("Round %(number)s of “%(edition)s” is ready for your review.") % names
        yield Notice(words, reverse("rounds:board", args=[found.pk]), found.ended_at, order=20)


def register() -> None:
    """Called by ``AppConfig.ready``."""
    above_the_list(to_review)
