"""Holidays and awareness dates."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.reference import calendar
from core.reference.models.terms import Term


class Holiday(Term):
    """A public holiday and the rule of its day (see ``core.reference.calendar.day_of``)."""

    source_list = "holidays"

    rule = models.CharField(max_length=40)
    #: One of the days marked so, as the employer chooses.
    employer_chooses = models.BooleanField(default=False)

    def in_year(self, year: int) -> date:
        return calendar.day_of(self.rule, year)


class AwarenessDate(Term):
    """A day, week or month of awareness."""

    class Kind(models.TextChoices):
        FIXED = "fixed", pgettext_lazy("kind of date", "Same day every year")
        MONTH = "month", pgettext_lazy("kind of date", "Whole month")
        EDITORIAL = "editorial", pgettext_lazy("kind of date", "Set every year")

    source_list = "awareness_dates"

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    #: For one that is set every year: about when.
    month = models.PositiveSmallIntegerField(_("month"), null=True, blank=True)
    day = models.PositiveSmallIntegerField(_("day"), null=True, blank=True)
    in_plan = models.BooleanField(default=False)

    class Meta(Term.Meta):
        verbose_name = _("awareness date")
        verbose_name_plural = _("awareness dates")
        constraints = [
            *Term.Meta.constraints,
            models.CheckConstraint(
                name="awareness_date_is_in_the_calendar",
                condition=(Q(month=None) | Q(month__range=(1, 12))) & (Q(day=None) | Q(day__range=(1, 31))),
                violation_error_message=_("A month is from 1 to 12, a day from 1 to 31."),
            ),
            models.CheckConstraint(
                name="awareness_date_says_when",
                condition=Q(kind="editorial")
                | Q(kind="month", month__isnull=False)
                | Q(kind="fixed", month__isnull=False, day__isnull=False),
                violation_error_message=_("A fixed day needs a month and a day; a whole month needs its month."),
            ),
        ]

    def clean(self) -> None:
        """A day of every year: neither 30 February nor 29."""
        super().clean()
        if self.kind == self.Kind.FIXED and self.month and self.day:
            try:
                date(2027, self.month, self.day)
            except ValueError as error:
                raise ValidationError({"day": _("This month does not have that day every year.")}) from error

    def in_year(self, year: int) -> tuple[date, date] | None:
        """First and last day; None when an editor sets it each year: that is never computed."""
        if self.kind == self.Kind.EDITORIAL or self.month is None:
            return None
        if self.kind == self.Kind.FIXED and self.day is not None:
            return date(year, self.month, self.day), date(year, self.month, self.day)
        return calendar.month_of(year, self.month)
