"""A regional partner asks the bank for somebody whose card it sees: the bank proposes a handover, or says why not."""

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
from people.pool.models.handover import Handover
from people.programmes.models import Edition


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def visible_to(self, user: Any) -> Self:
        """Made to one of the user's organisations, about somebody whom it follows now."""
        scopes = caseworker_scopes(user)
        return self.there().filter(bank__scope__in=scopes, case_file__organisation__scope__in=scopes)

    @door
    def made_by_organisations_of(self, user: Any) -> Self:
        """Made by one of the user's organisations."""
        return self.there().filter(organisation__scope__in=caseworker_scopes(user))

    def there(self) -> Self:
        """About people who are neither erased nor merged into another entry."""
        return self.filter(case_file__person__erased_at=None, case_file__person__merged_into=None)

    def open(self) -> Self:
        return self.filter(state=Enquiry.State.ASKED)


class Enquiry(models.Model):
    """``organisation`` asks ``bank``, which followed the person then. Who asked is not told what the person is asked."""

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("enquiry", "Asked")
        TAKEN_UP = "taken_up", pgettext_lazy("enquiry", "A handover is proposed")
        DECLINED = "declined", pgettext_lazy("enquiry", "Declined")
        ENDED = "ended", pgettext_lazy("enquiry", "Ended")

    case_file = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="enquiries")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+", verbose_name=_("edition"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation that asks")
    )
    bank = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation that is asked")
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.ASKED)
    #: From one caseworker to another.
    message = models.TextField(_("message"), max_length=1000, blank=True)
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    #: What came of it.
    handover = models.ForeignKey(Handover, null=True, blank=True, on_delete=models.SET_NULL, related_name="enquiries")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    #: Why the bank declined.
    reason = models.TextField(_("reason"), max_length=500, blank=True)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name_plural = "enquiries"
        constraints = [
            models.UniqueConstraint(
                fields=["case_file", "organisation"],
                condition=Q(state__in=["asked", "taken_up"]),
                name="enquiry_open_once_per_organisation",
            ),
            models.CheckConstraint(name="enquiry_between_two_organisations", condition=~Q(organisation=F("bank"))),
            models.CheckConstraint(
                name="enquiry_state_is_known", condition=Q(state__in=["asked", "taken_up", "declined", "ended"])
            ),
            models.CheckConstraint(
                name="enquiry_closed_with_its_moment",
                condition=Q(state__in=["asked", "taken_up"], closed_at=None)
                | Q(state__in=["declined", "ended"], closed_at__isnull=False),
            ),
            models.CheckConstraint(name="enquiry_declined_says_why", condition=~Q(state="declined") | ~Q(reason="")),
        ]
        indexes = [models.Index(fields=["bank", "state", "asked_at"], name="enquiry_to_answer")]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.ASKED

    @property
    def waits(self) -> bool:
        """As whoever asked is told: until the person decides, nothing is said of what they are asked."""
        return self.state in {self.State.ASKED, self.State.TAKEN_UP}
