"""A file of events that waits between « what will happen » and « do it »: an hour at most, for who sent it alone."""

from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.utils import timezone

from core.files import PrivateFileField
from core.reference.models import Region
from people.accounts.models import Person
from people.organisations.models import Organisation

#: How long a file waits, and then what became of it is shown.
KEPT = timedelta(hours=1)


class WaitingFileQuerySet(models.QuerySet["WaitingFile"]):
    def kept_by(self, user: Any) -> Self:
        """The file this user sent within the hour, or none."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(person=user.person_id, kept_at__gt=timezone.now() - KEPT)

    def old(self) -> Self:
        return self.filter(kept_at__lte=timezone.now() - KEPT)


class WaitingFile(models.Model):
    """One for a person: another takes its place. ``outcome`` is what became of it; then the file itself is gone."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    file = PrivateFileField(folder="events", blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="+")
    #: Of lines that say none; empty: such lines are refused.
    kind = models.CharField(max_length=20, blank=True)
    kept_at = models.DateTimeField(default=timezone.now)
    outcome = models.JSONField(null=True, blank=True)

    objects = WaitingFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], name="waiting_file_one_per_person"),
            models.CheckConstraint(
                name="waiting_file_or_outcome", condition=~models.Q(file="") | models.Q(outcome__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
