"""Who is told of what, what is on its way, and each try at telling it."""

import secrets
import uuid
from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.agenda.models import Event
from people.accounts.models import Person

#: A message that has failed for so long pauses its subscription.
GIVEN_UP_AFTER = timedelta(days=3)
#: How long what was sent, and each try, can be looked up and sent again.
KEPT_DAYS = 30


def new_salt() -> str:
    return secrets.token_hex(16)


class Kind(models.TextChoices):
    """What another system can be told of."""

    REGISTRATION_MADE = "registration.made", _("Somebody registered")
    REGISTRATION_CHANGED = "registration.changed", _("A registration was changed")
    REGISTRATION_CANCELLED = "registration.cancelled", _("A registration was cancelled")
    REGISTRATION_OFFERED = "registration.offered", _("A place was offered to somebody who waited")
    REGISTRATION_PROMOTED = "registration.promoted", _("Somebody who waited got a seat")
    SEAT_CHECKED_IN = "seat.checked_in", _("Somebody was checked in")
    SEAT_UNDONE = "seat.undone", _("A check-in was taken back")
    EVENT_CHANGED = "event.changed", _("An event was changed")
    EVENT_CANCELLED = "event.cancelled", _("An event was called off")
    PING = "ping", _("A test")


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def visible_to(self, user: Any) -> Self:
        """One's own; those of everybody for an administrator."""
        if not user.is_authenticated:
            return self.none()
        return self.all() if user.holds_any("administrator") else self.filter(owner=user.person)


class Subscription(models.Model):
    """A system that is told what happens at the events of whoever subscribed it, as long as they run them."""

    class State(models.TextChoices):
        ACTIVE = "active", pgettext_lazy("subscription", "Active")
        PAUSED = "paused", pgettext_lazy("subscription", "Paused")

    class Why(models.TextChoices):
        """What paused it."""

        NONE = "", ""
        OWNER = "owner", _("you paused it")
        FAILING = "failing", _("the address took nothing for three days")
        GONE = "gone", _("the address answered that it is gone for good")

    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="subscriptions")
    name = models.CharField(_("which system it is"), max_length=80)
    url = models.URLField(_("address"), max_length=500)
    #: None: all events that the owner runs.
    event = models.ForeignKey(Event, null=True, blank=True, on_delete=models.CASCADE, related_name="subscriptions")
    kinds = models.JSONField(_("what it is told of"), default=list)
    #: Whether messages hold names and addresses; else numbers and states alone.
    with_people = models.BooleanField(_("with names and addresses"), default=False)
    #: What the signing key is made of, with the house's own: a copy of the database signs nothing.
    salt = models.CharField(max_length=32, default=new_salt)
    #: The key before the last change signs as well, until then.
    former_salt = models.CharField(max_length=32, blank=True)
    former_until = models.DateTimeField(null=True)
    form_key = models.CharField(max_length=32, unique=True)
    state = models.CharField(max_length=6, choices=State, default=State.ACTIVE)
    why = models.CharField(max_length=7, choices=Why, default=Why.NONE, blank=True)
    paused_at = models.DateTimeField(null=True)
    #: The address itself does not answer: nothing is tried before then.
    rests_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("subscriptions of other systems")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="subscription_is_told_something", condition=~Q(kinds=[])),
            models.CheckConstraint(
                name="subscription_paused_says_why",
                condition=Q(state="active", why="", paused_at=None)
                | Q(state="paused", paused_at__isnull=False) & ~Q(why=""),
            ),
            models.CheckConstraint(
                name="subscription_former_key_ends",
                condition=Q(former_salt="", former_until=None) | ~Q(former_salt="") & Q(former_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        return self.state == self.State.ACTIVE

    @property
    def kind_labels(self) -> list[str | Promise]:
        return [kind.label for kind in Kind if kind.value in self.kinds]


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(subscription__in=Subscription.objects.visible_to(user))

    def pending(self) -> Self:
        return self.filter(state=Delivery.State.PENDING)

    def heads(self) -> Self:
        """Pending ones that wait for no earlier one about the same object."""
        before = self.model.objects.filter(
            subscription=OuterRef("subscription"), about=OuterRef("about"), state="pending", pk__lt=OuterRef("pk")
        )
        return self.pending().filter(Q(about="") | ~Exists(before))


class Delivery(models.Model):
    """A message for one subscription: written in the transaction of the fact it tells, sent at least once.

    It holds numbers, states and names of fields alone. What a message says of people is looked up as it leaves, so that
    nobody's data lies here after they were erased.
    """

    class State(models.TextChoices):
        PENDING = "pending", pgettext_lazy("delivery", "On its way")
        DELIVERED = "delivered", pgettext_lazy("delivery", "Delivered")
        DROPPED = "dropped", pgettext_lazy("delivery", "Dropped: its event is no longer yours")

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="deliveries")
    #: The same at each try, so that the receiver knows a message it has already.
    message_id = models.UUIDField(default=uuid.uuid4, unique=True)
    kind = models.CharField(max_length=24, choices=Kind)
    #: "registration/12", "event/3": of those about the same, the later waits for the earlier. Empty: waits for none.
    about = models.CharField(max_length=40, blank=True)
    event_id = models.PositiveBigIntegerField(null=True)
    data = models.JSONField(default=dict)
    happened_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=9, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    first_tried_at = models.DateTimeField(null=True)
    not_before = models.DateTimeField(default=timezone.now)
    lease = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="delivery_settled_has_its_moment",
                condition=Q(state="pending", settled_at=None) | ~Q(state="pending") & Q(settled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="delivery_state_is_known", condition=Q(state__in=["pending", "delivered", "dropped"])
            ),
            models.CheckConstraint(
                name="delivery_lease_ends",
                condition=Q(lease=None, lease_until=None) | Q(lease__isnull=False, lease_until__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["subscription", "about", "id"], condition=Q(state="pending"), name="delivery_pending"),
            models.Index(fields=["happened_at"], name="delivery_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.message_id}"


class Attempt(models.Model):
    """One try at delivering: what came of it, how long it took, and how the answer began."""

    class Trouble(models.TextChoices):
        NONE = "", ""
        ADDRESS = "address", _("the address leads into a private network, where nothing is sent")
        NAME = "name", _("the name of the address is not known")
        ENCRYPTION = "encryption", _("the encryption of the address does not hold")
        SILENCE = "silence", _("no answer came in time")
        CONNECTION = "connection", _("the connection failed")

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField(default=timezone.now)
    status = models.PositiveSmallIntegerField(null=True)
    milliseconds = models.PositiveIntegerField()
    #: The first letters of the answer; nothing where the message held people's data, which an answer may repeat.
    head = models.CharField(max_length=300, blank=True)
    trouble = models.CharField(max_length=10, choices=Trouble, default=Trouble.NONE, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="attempt_has_an_answer_or_a_trouble",
                condition=Q(status__isnull=False, trouble="") | Q(status=None) & ~Q(trouble=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id}: {self.status or self.trouble}"

    @property
    def is_good(self) -> bool:
        return self.status is not None and 200 <= self.status < 300
