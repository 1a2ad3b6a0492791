"""How an organisation writes: in which language after a while, and on paper to whom no e-mail reaches."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.accounts.models import Language, Person
from people.organisations.models import Organisation
from people.participants.models.case_file import CaseFile, caseworker_scopes


class WritingRule(models.Model):
    """How long an organisation writes in another language than French; empty: as long as the person wishes.

    A public body writes to an immigrant in French alone after six months (Charter of the French language, to be
    checked by each operator): so the delay is a setting of the organisation, never a constant.
    """

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="writing_rule")
    other_language_days = models.PositiveSmallIntegerField(
        _("days in another language"),
        null=True,
        blank=True,
        help_text=_("Counted from the opening of the file; after that, letters leave in French. Empty: no limit."),
    )

    def __str__(self) -> str:
        return f"{self.organisation_id}"


class PaperLetterQuerySet(models.QuerySet["PaperLetter"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(case_file__organisation__scope__in=caseworker_scopes(user))

    def to_print(self) -> Self:
        return self.filter(printed_at=None)


class PaperLetter(models.Model):
    """A letter to somebody without an e-mail address: their organisation prints and hands or posts it."""

    case_file = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="paper_letters")
    #: What makes it one letter: template and fact, as in the outbox.
    key = models.CharField(max_length=160, unique=True)
    template = models.CharField(max_length=80)
    language = models.CharField(max_length=2, choices=Language)
    object_id = models.CharField(max_length=40, blank=True)
    payload = models.JSONField(default=dict)
    written_at = models.DateTimeField(default=timezone.now)
    printed_at = models.DateTimeField(null=True, blank=True)
    printed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = PaperLetterQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="paper_letter_printed_after_written",
                condition=Q(printed_at=None) | Q(printed_at__gte=F("written_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.key
