"""On which terms an event gives its seats."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.agenda.models import Event

#: Most seats that one registration may hold: a coach row of families, and no more than one screen of a form.
MOST_SEATS = 12
#: Longest time to answer an offer of a place: a week.
MOST_HOURS = 168
MOST_BYPASSES = 10


class Admission(models.TextChoices):
    FIRST_COME = "first_come", _("First come, first served")
    REVIEW = "review", _("By review of applications")


class Terms(models.Model):
    """How the seats of one event are given. An event without a row has the terms written here as defaults."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True, related_name="terms")
    admission = models.CharField(
        _("how seats are given"), max_length=10, choices=Admission, default=Admission.FIRST_COME
    )
    largest_party = models.PositiveSmallIntegerField(
        _("most seats in one registration"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)],
        help_text=_("1: everybody registers alone. More: families and groups come together, or wait together."),
    )
    asks_ages = models.BooleanField(
        _("ask for age bands"),
        default=False,
        help_text=_(
            "Only if seats or meals depend on it. Never a birth date. Whoever is under 18 needs the word of a parent or guardian before there is a ticket."
        ),
    )
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to answer an offered place"),
        default=24,
        validators=[MaxValueValidator(MOST_HOURS)],
        help_text=_(
            "When a seat becomes free, the first who waits has so many hours to accept. Nights do not count, and close to the event the time is shorter. 0: the seat is given at once, without asking."
        ),
    )
    bypass_bound = models.PositiveSmallIntegerField(
        _("how often a party may be passed"),
        default=1,
        validators=[MaxValueValidator(MOST_BYPASSES)],
        help_text=_(
            "When the first who waits are too many for the free seats, so many smaller parties behind them may go first. After that the seats are kept until they all fit. 0: nobody is passed."
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="terms_party_has_one_to_twelve_seats",
                condition=Q(largest_party__gte=1) & Q(largest_party__lte=MOST_SEATS),
            ),
            models.CheckConstraint(name="terms_offer_lasts_a_week_at_most", condition=Q(offer_hours__lte=MOST_HOURS)),
            models.CheckConstraint(name="terms_bypass_is_bounded", condition=Q(bypass_bound__lte=MOST_BYPASSES)),
            models.CheckConstraint(name="terms_admission_is_known", condition=Q(admission__in=Admission.values)),
        ]

    def __str__(self) -> str:
        return str(self.event_id)

    @classmethod
    def of(cls, event: Event) -> "Terms":
        """The terms of an event, its own or the usual ones (not saved). Cost: 1 query unless selected with the event."""
        try:
            return event.terms
        except cls.DoesNotExist:
            return cls(event=event)

    @property
    def is_by_review(self) -> bool:
        return self.admission == Admission.REVIEW
