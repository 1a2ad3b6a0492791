"""Which organisation followed a person, from when to when."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import guard
from people.accounts.models import Person
from people.organisations.models import Organisation
from people.participants.models.case_file import CaseFile, caseworker_scopes


class FollowingQuerySet(models.QuerySet["Following"]):
    @guard.door
    def by_organisations_of(self, user: Any) -> Self:
        """Spells during which one of the user's organisations followed somebody."""
        return self.filter(organisation__scope__in=caseworker_scopes(user))

    def current(self) -> Self:
        return self.filter(until=None)

    def at(self, moment: datetime) -> Self:
        """The spell that this moment lies in."""
        return self.filter(Q(until=None) | Q(until__gt=moment), since__lte=moment)


class Following(models.Model):
    """An organisation follows a person. One at a time; what it wrote stays its own to read afterwards."""

    class How(models.TextChoices):
        SHARED_OUT = "shared_out", _("by the shares of the partners")
        ON_BEHALF = "on_behalf", _("entered by the organisation itself")
        BY_HAND = "by_hand", _("changed by hand")
        HANDED_OVER = "handed_over", _("handed over")
        OPENED_AGAIN = "opened_again", _("the file was opened again")

    case_file = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="followings")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=pgettext_lazy("partner", "organisation")
    )
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    how = models.CharField(max_length=12, choices=How)
    #: Why it was changed by hand.
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = FollowingQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case_file"], condition=Q(until=None), name="followed_by_one_at_a_time"),
            models.CheckConstraint(
                name="following_ends_after_it_begins", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(name="following_by_hand_says_why", condition=~Q(how="by_hand") | ~Q(reason="")),
            models.CheckConstraint(
                name="following_how_is_known",
                condition=Q(how__in=["shared_out", "on_behalf", "by_hand", "handed_over", "opened_again"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_file_id} – {self.organisation_id}"
