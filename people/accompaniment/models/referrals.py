"""Somebody is sent on to a service that helps with what we do not, and what came of it."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.guard import door
from people.accounts.models import Person
from people.organisations.models import Organisation
from people.participants.models import CaseFile, caseworker_scopes


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, user: Any) -> Self:
        """In files that one's organisation follows now, and those one's organisation made in a file it handed over."""
        scopes = caseworker_scopes(user)
        return self.filter(Q(case_file__organisation__scope__in=scopes) | Q(organisation__scope__in=scopes))

    @door
    def editable_by(self, user: Any) -> Self:
        return self.filter(case_file__organisation__scope__in=caseworker_scopes(user))

    def of_person(self, person: Person) -> Self:
        return self.filter(case_file__person=person)

    def waiting(self) -> Self:
        return self.filter(outcome=Referral.Outcome.WAITING)


class Referral(models.Model):
    """To an organisation that is known here, or to a service by its name; why, and what came of it."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("referral", "Not known yet")
        TAKEN_UP = "taken_up", pgettext_lazy("referral", "Taken up")
        NOT_TAKEN_UP = "not_taken_up", pgettext_lazy("referral", "Not taken up")
        NO_ANSWER = "no_answer", pgettext_lazy("referral", "No answer from the service")

    case_file = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="referrals")
    #: Who made it: the organisation that followed the person then.
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    to_organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("partner", "organisation"),
    )
    to_name = models.CharField(_("service"), max_length=160, blank=True)
    reason = models.CharField(_("for what"), max_length=400)
    on_date = models.DateField(_("day"), default=timezone.localdate)
    ask_again_on = models.DateField(_("ask again on"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, default=Outcome.WAITING)
    outcome_on = models.DateField(_("known on"), null=True, blank=True)
    outcome_note = models.CharField(_("in a few words"), max_length=400, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["-on_date", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="referral_says_where_to",
                condition=Q(to_organisation__isnull=False) | ~Q(to_name=""),
                violation_error_message=_("Choose an organisation, or write the name of the service."),
            ),
            models.CheckConstraint(name="referral_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="referral_outcome_is_known",
                condition=Q(outcome__in=["waiting", "taken_up", "not_taken_up", "no_answer"]),
            ),
            models.CheckConstraint(
                name="referral_outcome_has_its_day",
                condition=Q(outcome="waiting", outcome_on=None) | (~Q(outcome="waiting") & Q(outcome_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="referral_asks_again_after_it_was_made",
                condition=Q(ask_again_on=None) | Q(ask_again_on__gte=F("on_date")),
                violation_error_message=_("The day to ask again comes before the referral itself."),
            ),
        ]
        indexes = [models.Index(fields=["case_file", "-on_date"], name="referral_by_file")]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def where_to(self) -> str:
        """Needs the organisation loaded."""
        return self.to_organisation.name if self.to_organisation else self.to_name

    def as_typed(self) -> dict[str, Any]:
        """What came of it, as a form takes it."""
        return {
            "outcome": self.outcome,
            "on": self.outcome_on or timezone.localdate(),
            "note": self.outcome_note,
            "ask_again_on": self.ask_again_on if self.is_waiting else None,
        }

    @property
    def is_waiting(self) -> bool:
        return self.outcome == self.Outcome.WAITING
