"""A report opens a conversation to the coordination; nothing else does."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from network.pairing.conversations.models.conversation import Voice
from network.pairing.conversations.models.message import Message
from network.pairing.editions.models import PairingSettings
from people.accounts.models import Person


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: Any) -> Self:
        """Of editions that the user keeps or reviews; never in a conversation of their own."""
        if not user.is_authenticated:
            return self.none()
        editions = PairingSettings.objects.reviewed_by(user).values("edition")
        own = Voice.objects.filter(conversation=OuterRef("message__conversation"), party__person=user.person_id)
        return self.filter(message__conversation__match__edition__in=editions).exclude(Exists(own))

    def open(self) -> Self:
        return self.filter(outcome="")


class Report(models.Model):
    """One side says that a message of the other is not right; the coordination reads, and decides."""

    class Reason(models.TextChoices):
        DISRESPECT = "disrespect", pgettext_lazy("report", "It is disrespectful or insulting")
        DISCRIMINATION = "discrimination", pgettext_lazy("report", "It is discriminating")
        HARASSMENT = "harassment", pgettext_lazy("report", "It is insistent, intimate or threatening")
        MONEY = "money", pgettext_lazy("report", "It asks for money or for private information")
        BEYOND = "beyond", pgettext_lazy("report", "It asks for what is not part of the match")
        OTHER = "other", pgettext_lazy("report", "Something else")

    class Outcome(models.TextChoices):
        NOTHING = "nothing", pgettext_lazy("report", "Nothing more to do")
        WARNED = "warned", pgettext_lazy("report", "The author was reminded of the rules")
        CLOSED = "closed", pgettext_lazy("report", "The conversation is closed")
        ENDED = "ended", pgettext_lazy("report", "The match is ended")

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="reports")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("what is wrong"), max_length=14, choices=Reason)
    words = models.TextField(_("in your words"), max_length=1000, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    #: "": to be read.
    outcome = models.CharField(pgettext_lazy("report", "outcome"), max_length=8, choices=Outcome, blank=True)
    #: For whoever reported.
    answer = models.TextField(_("answer to whoever reported"), max_length=1000, blank=True)
    decided_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["message", "by"], name="report_once_a_message"),
            models.CheckConstraint(name="report_reason_is_known", condition=Q(reason__in=[
                "disrespect", "discrimination", "harassment", "money", "beyond", "other",
            ])),
            models.CheckConstraint(
                name="report_outcome_is_known", condition=Q(outcome__in=["", "nothing", "warned", "closed", "ended"])
            ),
            models.CheckConstraint(
                name="report_decided_has_its_moment",
                condition=Q(outcome="", decided_at=None) | (~Q(outcome="") & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="report_something_else_is_said", condition=~Q(reason="other") | ~Q(words="")
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["made_at"], condition=Q(outcome=""), name="report_to_read")]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.outcome == ""
