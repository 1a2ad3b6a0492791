"""What somebody with a seat wishes on site: a row a wish, and nothing about why."""

from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.db.models import CharField, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.guard import door
from events.agenda.models import Event
from events.needs.purposes import EVENT_NEEDS
from events.registration.models import Seat, new_key
from people.consent import rules as consents

#: Days after the event at which wishes are erased, as the wording promises.
KEPT_DAYS = 7
#: Those who serve see the wishes from so long before the event until so long after.
SERVED_BEFORE = timedelta(days=14)
SERVED_AFTER = timedelta(days=1)
#: The page with the totals stays open so long after the event.
TOTALS_OUTLIVE_EVENT = timedelta(days=1)
LONGEST_TEXT = 200
#: Seats whose holder is served.
SERVED_STATES = (Seat.State.EXPECTED, Seat.State.PRESENT)


class Access(models.TextChoices):
    """What is wanted on site. No diagnosis: nothing here says why."""

    STEP_FREE = "step_free", _("a seat reached without a step")
    FRONT = "front", _("a seat at the front")
    SIGN = "sign", _("a sign-language interpreter")
    INTERPRETER = "interpreter", _("somebody who interprets a language")
    LARGE_PRINT = "large_print", _("documents in large print")
    QUIET = "quiet", _("a quiet place")
    COMPANION = "companion", _("a seat for somebody who comes along to help")
    OTHER = "access_other", pgettext_lazy("access need", "something else")


class Meal(models.TextChoices):
    """Wishes for the plate, as a cook reads them."""

    VEGETARIAN = "vegetarian", _("vegetarian")
    VEGAN = "vegan", _("vegan")
    HALAL = "halal", _("halal")
    KOSHER = "kosher", _("kosher")
    NO_PORK = "no_pork", _("without pork")
    NO_GLUTEN = "no_gluten", _("without gluten")
    NO_NUTS = "no_nuts", _("without nuts")
    NO_MILK = "no_milk", _("without milk")
    OTHER = "meal_other", pgettext_lazy("meal", "something else")


#: Wishes in somebody's own words.
IN_WORDS = (Access.OTHER.value, Meal.OTHER.value)


class WishQuerySet(models.QuerySet["Wish"]):
    def agreed(self) -> Self:
        """Wishes of people who agree, now, that they are read for this event. Cost: a subquery a row over an index."""
        about = Concat(Value("event:"), Cast(OuterRef("seat__event"), CharField()))
        return self.filter(consents.consenting(EVENT_NEEDS.code, about, person="seat__person"))

    def visible_to(self, user: Any) -> Self:
        """For those who run the event, around its day: wishes of people who agree and hold a seat."""
        now = timezone.now()
        return self.agreed().filter(
            seat__event__in=Event.objects.run_by(user),
            seat__event__starts_at__lte=now + SERVED_BEFORE,
            seat__event__ends_at__gte=now - SERVED_AFTER,
            seat__state__in=SERVED_STATES,
        )

    def for_access(self) -> Self:
        return self.filter(what__in=Access.values)

    def for_meals(self) -> Self:
        return self.filter(what__in=Meal.values)


class Wish(models.Model):
    """One thing that one seat's holder wishes. Written by ``actions`` alone; it has no life beyond the event's."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="wishes")
    what = models.CharField(_("wish"), max_length=20, choices=[*Access.choices, *Meal.choices])
    #: In the person's own words; for those of ``IN_WORDS`` alone.
    text = models.CharField(_("in their own words"), max_length=LONGEST_TEXT, blank=True, default="")

    objects = WishQuerySet.as_manager()

    class Meta:
        ordering = ["seat", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["seat", "what"], name="wish_once_per_seat"),
            models.CheckConstraint(name="wish_is_known", condition=Q(what__in=[*Access.values, *Meal.values])),
            models.CheckConstraint(
                name="wish_for_something_else_says_what",
                condition=(Q(what__in=IN_WORDS) & ~Q(text="")) | (~Q(what__in=IN_WORDS) & Q(text="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id}/{self.pk}"

    @property
    def words(self) -> str:
        """The wish as those who serve read it."""
        return self.text or str(self.get_what_display())


class MealLinkQuerySet(models.QuerySet["MealLink"]):
    @door
    def opened_by(self, key: str) -> Self:
        """The link of this key, while it opens something: until the day after the event, unless that is off."""
        return self.filter(
            key=key,
            event__asks_meal=True,
            event__cancelled_at=None,
            event__ends_at__gt=timezone.now() - TOTALS_OUTLIVE_EVENT,
        ).select_related("event__venue")

    def run_by(self, user: Any) -> Self:
        """Links to the totals of the events the user runs."""
        return self.filter(event__in=Event.objects.run_by(user))


class MealLink(models.Model):
    """Opens the totals of one event's meals to whoever cooks: counts, no name."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="meal_link")
    #: 128 random bits.
    key = models.CharField(max_length=32, unique=True, default=new_key)
    made_at = models.DateTimeField(default=timezone.now)

    objects = MealLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.event_id)
