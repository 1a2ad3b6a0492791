"""What people said about who they are not. What is held about them stands in the rooms; ``core.personal`` knows where."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from people.accounts.models import Person


class Distinction(models.Model):
    """Somebody said that two Persons are two people: they are not offered for merging again."""

    #: The one with the smaller id, so that a pair is kept once.
    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    said_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="distinction_once_per_pair"),
            models.CheckConstraint(name="distinction_is_of_two", condition=Q(first__lt=F("second"))),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"
