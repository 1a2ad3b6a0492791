"""The government plan of 2008: it was published in French only."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.reference.models.terms import Term


class Objective(Term):
    """One of the 5 objectives of the plan."""

    source_list = "objectives"


class Measure(Term):
    """One of the 18 measures of the plan."""

    source_list = "measures"

    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="measures")

    class Meta(Term.Meta):
        verbose_name = _("measure of the plan")
        verbose_name_plural = _("measures of the plan")


class Action(Term):
    """One of the 57 actions of the plan, numbered in its measure: "4.1.3"."""

    source_list = "actions"

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="actions")


class Indicator(Term):
    """One of the 35 indicators of the plan ("4.1-a"), or the major one ("MAJ")."""

    class Kind(models.TextChoices):
        COUNT = "count", _("Count")
        COUNT_AND_PROPORTION = "count_and_proportion", _("Count and proportion")
        RATE = "rate", _("Rate")
        PROPORTION = "proportion", _("Proportion")
        GROWTH = "growth", _("Growth")
        DURATION = "duration", _("Duration")
        SURVEY = "survey", _("Survey")
        QUALITATIVE = "qualitative", _("Qualitative")

    source_list = "indicators"

    #: None for the major indicator, which follows the whole plan.
    measure = models.ForeignKey(Measure, null=True, blank=True, on_delete=models.PROTECT, related_name="indicators")
    kind = models.CharField(max_length=20, choices=Kind)
    by_region = models.BooleanField(default=False)
    footnote_fr = models.CharField(max_length=300, blank=True)

    class Meta(Term.Meta):
        verbose_name = _("performance indicator")
        verbose_name_plural = _("performance indicators")
        constraints = [
            *Term.Meta.constraints,
            models.CheckConstraint(
                name="indicator_of_no_measure_is_the_major_one",
                condition=Q(code="MAJ", measure=None) | (~Q(code="MAJ") & Q(measure__isnull=False)),
            ),
        ]
