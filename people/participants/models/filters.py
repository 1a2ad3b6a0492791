"""Ways of narrowing a list that a caseworker keeps under a name."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.accounts.models import Person


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    def visible_to(self, user: Any) -> Self:
        """One's own, and nobody else's."""
        return self.filter(owner=user.person_id) if user.is_authenticated else self.none()

    def of_list(self, code: str) -> Self:
        return self.filter(list=code)


class SavedFilter(models.Model):
    """One way to narrow a list. Words that were searched for are not kept with it: they may be somebody's name."""

    class List(models.TextChoices):
        MORNING = "morning", pgettext_lazy("list", "This morning")
        PEOPLE = "people", pgettext_lazy("list", "People")

    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="saved_filters")
    list = models.CharField(max_length=8, choices=List)
    name = models.CharField(_("name of the filter"), max_length=60)
    #: Parameters of the list's address, already well formed.
    query = models.JSONField(default=dict)
    kept_at = models.DateTimeField(default=timezone.now)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "list", "name"], name="saved_filter_name_once"),
            models.CheckConstraint(name="saved_filter_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="saved_filter_list_is_known", condition=Q(list__in=["morning", "people"])),
        ]

    def __str__(self) -> str:
        return self.name
