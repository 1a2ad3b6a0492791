"""What a caseworker has to do by a day, about somebody or about nobody in particular."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.guard import door
from people.accompaniment.models.appointments import Appointment
from people.accompaniment.models.referrals import Referral
from people.accounts.models import Person
from people.organisations.models import Organisation
from people.participants.models import CaseFile, caseworker_scopes


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, user: Any) -> Self:
        """Of one's organisations, and of the people whom they follow now. What was open goes along with the person."""
        scopes = caseworker_scopes(user)
        return self.filter(Q(organisation__scope__in=scopes) | Q(case_file__organisation__scope__in=scopes))

    @door
    def editable_by(self, user: Any) -> Self:
        """Of one's organisations."""
        return self.filter(organisation__scope__in=caseworker_scopes(user))

    def open(self) -> Self:
        return self.filter(done_at=None)

    def done(self) -> Self:
        return self.filter(done_at__isnull=False)

    def of_assignee(self, person: Person) -> Self:
        return self.filter(assignee=person)

    def due(self, on: date | None = None) -> Self:
        """Open, and due that day (today unless given) or before."""
        return self.open().filter(due_on__lte=on or timezone.localdate())

    def overdue(self, on: date | None = None) -> Self:
        return self.open().filter(due_on__lt=on or timezone.localdate())

    def by_day(self) -> Self:
        """Overdue first."""
        return self.order_by("due_on", "pk")


class Task(models.Model):
    """One thing to do. ``organisation`` is whose it is, ``assignee`` who does it; None: whoever takes it."""

    class Origin(models.TextChoices):
        """What called for it."""

        HAND = "hand", pgettext_lazy("task", "By hand")
        NOTE = "note", pgettext_lazy("task", "From a note")
        REFERRAL = "referral", pgettext_lazy("task", "From a referral")
        APPOINTMENT = "appointment", pgettext_lazy("task", "From an appointment")
        FOLLOW_UP = "follow_up", pgettext_lazy("task", "From a follow-up")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tasks")
    case_file = models.ForeignKey(CaseFile, null=True, blank=True, on_delete=models.CASCADE, related_name="tasks")
    title = models.CharField(_("what is to be done"), max_length=200)
    due_on = models.DateField(_("by"))
    assignee = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("who does it")
    )
    origin = models.CharField(max_length=12, choices=Origin, default=Origin.HAND, editable=False)
    referral = models.ForeignKey(
        Referral, null=True, blank=True, on_delete=models.CASCADE, related_name="tasks", editable=False
    )
    #: The appointment that was missed.
    appointment = models.ForeignKey(
        Appointment, null=True, blank=True, on_delete=models.CASCADE, related_name="tasks", editable=False
    )
    added_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+", editable=False)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    done_at = models.DateTimeField(null=True, blank=True, editable=False)
    done_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(name="task_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="task_origin_is_known",
                condition=Q(origin__in=["hand", "note", "referral", "appointment", "follow_up"]),
            ),
            models.CheckConstraint(
                name="task_done_by_at_a_moment", condition=Q(done_by=None) | Q(done_at__isnull=False)
            ),
            models.UniqueConstraint(fields=["referral"], condition=Q(done_at=None), name="task_open_once_per_referral"),
            models.UniqueConstraint(
                fields=["appointment"], condition=Q(done_at=None), name="task_open_once_per_appointment"
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "due_on"], condition=Q(done_at=None), name="task_open_by_organisation"
            ),
            models.Index(fields=["assignee", "due_on"], condition=Q(done_at=None), name="task_open_by_assignee"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.done_at is None

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_on < timezone.localdate()

    @property
    def is_for_today(self) -> bool:
        return self.is_open and self.due_on == timezone.localdate()


class Digest(models.Model):
    """A caseworker wishes a letter on the morning of a working day: how much waits, never about whom."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="task_digest")
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"#{self.pk}"
