"""How an edition pairs people: one row beside the edition. Who reviews what the engine proposes is a row, too."""

from datetime import date, timedelta
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.guard import door
from network.pairing.kinds import Format
from people.accounts.models import Person, Role
from people.organisations.models import Organisation
from people.programmes.models import Edition, Partner

#: Who sets how an edition pairs, approves offers and publishes rounds, in their scope.
COORDINATORS = (Role.PROGRAMME_COORDINATOR, Role.ADMINISTRATOR)

#: Parts of the score, and the field that weighs each; what all of them come to.
WEIGHTS = {
    "occupation": "weight_occupation",
    "time": "weight_time",
    "place": "weight_place",
    "language": "weight_language",
    "purpose": "weight_purpose",
    "wishes": "weight_wishes",
    "turn": "weight_turn",
}
ALL_WEIGHTS = 1000


#: Who works for an organisation that runs an edition; a welcome officer for those of their region.
PARTNER_ROLES = (Role.CASEWORKER, Role.REGIONAL_OFFICER)


def works_for(user: Any, path: str) -> Q:
    """Of rows whose organisation (``path``) the user works for, as a caseworker there or an officer of its region."""
    held = user.grants_now if user.is_authenticated else frozenset()
    there = [scope for role, scope in held if role == Role.CASEWORKER]
    around = [scope for role, scope in held if role == Role.REGIONAL_OFFICER]
    return Q(**{f"{path}__scope__in": there}) | Q(**{f"{path}__region__scope__in": around})


class Objective(models.TextChoices):
    """What a round strives for first. Source: ENGINE: p = K × (1 + days waited), or p = K."""

    LONGEST_WAITING = "longest_waiting", _("Longest waiting first, and the most pairs")
    MOST_PAIRS = "most_pairs", _("The most pairs, then the best fit")


class Rhythm(models.TextChoices):
    """When a round is made without anybody asking. It is never published by itself."""

    ON_DEMAND = "on_demand", pgettext_lazy("rounds", "When somebody asks for it")
    NIGHTLY = "nightly", pgettext_lazy("rounds", "Every night")
    WEEKLY = "weekly", pgettext_lazy("rounds", "Every week")


#: Days between two rounds of a rhythm.
ROUND_DAYS = {Rhythm.NIGHTLY: 1, Rhythm.WEEKLY: 7}


class PairingSettingsQuerySet(models.QuerySet["PairingSettings"]):
    def kept_by(self, user: Any) -> Self:
        """Of editions that the user keeps."""
        return self.filter(edition__in=Edition.objects.kept_by(user))

    @door
    def open_or_not(self, edition: Edition) -> "PairingSettings":
        """How an edition pairs that has offers: its row is there. Cost: 1 query."""
        return self.select_related("edition").get(pk=edition.pk)

    def open(self) -> Self:
        """Of editions that are open."""
        return self.filter(edition__state="open")

    def visible_to(self, user: Any) -> Self:
        """Of editions that the user keeps or reviews, or that an organisation they work for runs."""
        if not user.is_authenticated:
            return self.none()
        runs = Partner.objects.filter(works_for(user, "organisation"), edition=OuterRef("edition"))
        reviews = Reviewer.objects.filter(settings=OuterRef("pk"), person=user.person_id)
        return self.filter(Q(edition__in=Edition.objects.kept_by(user)) | Exists(reviews) | Exists(runs))

    @door
    def reviewed_by(self, user: Any) -> Self:
        """Of editions that the user keeps, or reviews."""
        if not user.is_authenticated:
            return self.none()
        reviews = Reviewer.objects.filter(settings=OuterRef("pk"), person=user.person_id)
        return self.filter(Q(edition__in=Edition.objects.kept_by(user)) | Exists(reviews))


class PairingSettings(models.Model):
    """How one edition pairs. An edition without a row does not pair."""

    edition = models.OneToOneField(Edition, primary_key=True, on_delete=models.CASCADE, related_name="pairing")
    mentoring = models.BooleanField(Format.MENTORING.label, default=True)
    placement = models.BooleanField(Format.PLACEMENT.label, default=True)
    conversation = models.BooleanField(Format.CONVERSATION.label, default=True)
    group = models.BooleanField(Format.GROUP.label, default=False)
    mentoring_hours = models.PositiveSmallIntegerField(
        _("hours of a mentorship"), default=24, validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    mentoring_months_min = models.PositiveSmallIntegerField(
        _("months of a mentorship, at least"), default=4, validators=[MinValueValidator(1), MaxValueValidator(24)]
    )
    mentoring_months_max = models.PositiveSmallIntegerField(
        _("months of a mentorship, at most"), default=6, validators=[MinValueValidator(1), MaxValueValidator(24)]
    )
    placement_days_min = models.PositiveSmallIntegerField(
        _("days of a placement, at least"), default=1, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    placement_days_max = models.PositiveSmallIntegerField(
        _("days of a placement, at most"), default=5, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    conversation_minutes = models.PositiveSmallIntegerField(
        _("minutes of a conversation"), default=60, validators=[MinValueValidator(15), MaxValueValidator(240)]
    )
    days_to_answer = models.PositiveSmallIntegerField(
        _("days to answer a proposal"), default=7, validators=[MinValueValidator(2), MaxValueValidator(30)]
    )
    offer_months = models.PositiveSmallIntegerField(
        _("months an offer stays open"), default=6, validators=[MinValueValidator(1), MaxValueValidator(24)]
    )
    objective = models.CharField(
        _("what comes first"), max_length=16, choices=Objective, default=Objective.LONGEST_WAITING
    )
    rhythm = models.CharField(_("rounds"), max_length=10, choices=Rhythm, default=Rhythm.WEEKLY)
    #: Day of the next round that the calendar makes; None: on demand.
    next_round_on = models.DateField(_("next round"), null=True, blank=True)
    keep_bonus = models.PositiveSmallIntegerField(
        _("bonus of a pair proposed yesterday"), default=50, validators=[MaxValueValidator(500)]
    )
    weight_occupation = models.PositiveSmallIntegerField(_("weight of the occupation"), default=350)
    weight_time = models.PositiveSmallIntegerField(_("weight of common hours"), default=150)
    weight_place = models.PositiveSmallIntegerField(_("weight of the place"), default=150)
    weight_language = models.PositiveSmallIntegerField(_("weight of ease in the language"), default=100)
    weight_purpose = models.PositiveSmallIntegerField(_("weight of what it is for"), default=100)
    weight_wishes = models.PositiveSmallIntegerField(_("weight of wishes"), default=100)
    weight_turn = models.PositiveSmallIntegerField(_("weight of hosts not called upon yet"), default=50)

    objects = PairingSettingsQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "pairing settings"
        constraints = [
            models.CheckConstraint(
                name="pairing_has_a_format",
                condition=Q(mentoring=True) | Q(placement=True) | Q(conversation=True) | Q(group=True),
                violation_error_message=_("Choose one format at least."),
            ),
            models.CheckConstraint(
                name="pairing_mentoring_months_in_order",
                condition=Q(mentoring_months_min__gte=1, mentoring_months_max__gte=F("mentoring_months_min")),
                violation_error_message=_("A mentorship would last less at most than at least."),
            ),
            models.CheckConstraint(
                name="pairing_placement_days_in_order",
                condition=Q(placement_days_min__gte=1, placement_days_max__gte=F("placement_days_min")),
                violation_error_message=_("A placement would last less at most than at least."),
            ),
            models.CheckConstraint(name="pairing_mentoring_has_hours", condition=Q(mentoring_hours__gte=1)),
            models.CheckConstraint(name="pairing_answers_take_days", condition=Q(days_to_answer__gte=1)),
            models.CheckConstraint(
                name="pairing_weights_come_to_a_thousand",
                condition=Q(
                    weight_occupation=ALL_WEIGHTS
                    - F("weight_time")
                    - F("weight_place")
                    - F("weight_language")
                    - F("weight_purpose")
                    - F("weight_wishes")
                    - F("weight_turn")
                ),
                violation_error_message=_("The weights must come to 1000."),
            ),
            models.CheckConstraint(name="pairing_objective_is_known", condition=Q(objective__in=Objective.values)),
            models.CheckConstraint(name="pairing_rhythm_is_known", condition=Q(rhythm__in=Rhythm.values)),
            models.CheckConstraint(name="pairing_keep_bonus_is_small", condition=Q(keep_bonus__lte=500)),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def next_round_after(self, today: date) -> date | None:
        """Day of the next round that the calendar makes: one that is set and to come; else the first in the same rhythm, the same day
        of the week however many were missed. None on demand.
        """
        step = ROUND_DAYS.get(Rhythm(self.rhythm))
        if step is None:
            return None
        planned = self.next_round_on or today
        return planned if planned > today else planned + timedelta(days=step * ((today - planned).days // step + 1))

    @property
    def formats(self) -> list[Format]:
        """Those of this edition, in the list's order."""
        return [each for each in Format if getattr(self, each.value)]

    def weight_name(self, part: str) -> str:
        """What the weight of a part of the score is called."""
        field: Any = self._meta.get_field(WEIGHTS[part])
        return str(field.verbose_name)

    @property
    def weights(self) -> dict[str, int]:
        """Part of the score to its weight; they come to 1000."""
        return {part: getattr(self, field) for part, field in WEIGHTS.items()}


class ReviewerQuerySet(models.QuerySet["Reviewer"]):
    def kept_by(self, user: Any) -> Self:
        return self.filter(settings__in=PairingSettings.objects.kept_by(user))


class Reviewer(models.Model):
    """Somebody who may look at the rounds of an edition and decide what is proposed: named, for one organisation."""

    settings = models.ForeignKey(PairingSettings, on_delete=models.CASCADE, related_name="reviewers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    named_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    named_at = models.DateTimeField(default=timezone.now)

    objects = ReviewerQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["settings", "person"], name="pairing_reviewer_once")]

    def __str__(self) -> str:
        return f"#{self.pk}"
