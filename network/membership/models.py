"""Membership of Leaders diversité: of an organisation, never of a person."""

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.accounts.models import Person, Role
from people.organisations.models import SPEAKING_ROLES, Organisation

#: Who runs the network.
COORDINATORS = (Role.NETWORK_COORDINATOR, Role.ADMINISTRATOR)


class State(models.TextChoices):
    """Where a membership stands. Source: DOMAIN, 5.1; « declined » is ours, so that a "no" is told too."""

    DRAFT = "draft", pgettext_lazy("membership", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("membership", "Submitted")
    INFO_ASKED = "info_asked", pgettext_lazy("membership", "Information asked for")
    APPROVED = "approved", pgettext_lazy("membership", "Approved")
    ACTIVE = "active", pgettext_lazy("membership", "Active")
    RENEWAL_DUE = "renewal_due", pgettext_lazy("membership", "Renewal due")
    SUSPENDED = "suspended", pgettext_lazy("membership", "Suspended")
    LAPSED = "lapsed", pgettext_lazy("membership", "Lapsed")
    DECLINED = "declined", pgettext_lazy("membership", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("membership", "Withdrawn")


#: From where to where; all that is not here is refused.
MOVES: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.SUBMITTED, State.WITHDRAWN}),
    State.SUBMITTED: frozenset({State.INFO_ASKED, State.APPROVED, State.DECLINED, State.WITHDRAWN}),
    State.INFO_ASKED: frozenset({State.SUBMITTED, State.DECLINED, State.WITHDRAWN}),
    State.APPROVED: frozenset({State.ACTIVE, State.WITHDRAWN}),
    State.ACTIVE: frozenset({State.RENEWAL_DUE, State.SUSPENDED, State.WITHDRAWN}),
    State.RENEWAL_DUE: frozenset({State.ACTIVE, State.LAPSED, State.SUSPENDED, State.WITHDRAWN}),
    State.SUSPENDED: frozenset({State.ACTIVE, State.LAPSED, State.WITHDRAWN}),
    State.LAPSED: frozenset(),
    State.DECLINED: frozenset(),
    State.WITHDRAWN: frozenset(),
}
#: Over: the organisation may apply anew.
CLOSED = frozenset({State.LAPSED, State.DECLINED, State.WITHDRAWN})
#: A member: renewal due is still one, until it lapses.
MEMBER = frozenset({State.ACTIVE, State.RENEWAL_DUE})
#: Moves whose reason the organisation must be told.
EXPLAINED = frozenset({State.INFO_ASKED, State.DECLINED, State.SUSPENDED})


class Terms(models.Model):
    """How long a membership holds: no official rule was found, so the coordination sets it. One row."""

    term_months = models.PositiveSmallIntegerField(
        _("length of a membership (months)"), default=12, validators=[MinValueValidator(1), MaxValueValidator(120)]
    )
    grace_days = models.PositiveSmallIntegerField(
        _("days to renew before it lapses"), default=60, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )

    class Meta:
        verbose_name_plural = "terms"
        constraints = [
            models.CheckConstraint(name="terms_are_one_row", condition=Q(id=1)),
            models.CheckConstraint(
                name="terms_are_sensible",
                condition=Q(term_months__gte=1, term_months__lte=120, grace_days__gte=1, grace_days__lte=365),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.term_months} + {self.grace_days}"

    @classmethod
    def now(cls) -> "Terms":
        """What holds now; defaults until somebody sets other terms. Cost: 1 query."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def visible_to(self, user: Any) -> Self:
        """All for the coordination; their own for those who speak for an organisation."""
        if not user.is_authenticated:
            return self.none()
        if user.holds_any(*COORDINATORS):
            return self
        scopes = [scope for role, scope in user.grants_now if role in SPEAKING_ROLES]
        return self.filter(organisation__scope__in=scopes)

    def current(self) -> Self:
        """Not over: at most one for an organisation."""
        return self.exclude(state__in=CLOSED)

    def of_members(self) -> Self:
        """Those of members: active, or active with a renewal due."""
        return self.filter(state__in=MEMBER)

    def listed(self) -> Self:
        """Members that agreed to be named in public, by name."""
        return self.of_members().filter(listed_at__isnull=False).order_by("organisation__name", "pk")


class Membership(models.Model):
    """An organisation's way into, through and out of the network. Moved by ``actions.transition`` alone."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT)
    created_at = models.DateTimeField(default=timezone.now)
    #: When it became active first: « member since ».
    active_since = models.DateField(null=True, blank=True)
    #: The last day of the present term.
    renew_by = models.DateField(null=True, blank=True)
    #: When the organisation agreed to be named in public; None: it did not, or took it back.
    listed_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=~Q(state__in=sorted(CLOSED)),
                name="membership_one_current_per_organisation",
                violation_error_message=_("This organisation has a membership already."),
            ),
            models.CheckConstraint(name="membership_state_is_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="membership_of_a_member_has_its_term",
                condition=~Q(state__in=sorted(MEMBER)) | Q(active_since__isnull=False, renew_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["state"], name="membership_by_state")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.state}"

    @property
    def is_member(self) -> bool:
        return self.state in MEMBER

    @property
    def is_listed(self) -> bool:
        return self.listed_at is not None

    @property
    def next_states(self) -> list[State]:
        """Where it can go from here, in the order of the list of states."""
        return [state for state in State if state in MOVES[self.state]]


class Step(models.Model):
    """One move of a membership: who made it, and what the organisation was told."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="steps")
    source = models.CharField(max_length=12, choices=State, blank=True)
    target = models.CharField(max_length=12, choices=State)
    #: Written for the organisation, and sent to its contacts as it stands.
    message = models.TextField(_("message to the organisation"), blank=True)
    #: None: the calendar did it.
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(name="step_target_is_known", condition=Q(target__in=State.values)),
            models.CheckConstraint(
                name="step_that_needs_a_reason_has_one",
                condition=~Q(target__in=sorted(EXPLAINED)) | ~Q(message=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
