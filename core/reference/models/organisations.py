"""What an organisation is."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.reference.models.plan import Measure
from core.reference.models.terms import Term


class Sector(Term):
    """One of the 20 sectors of NAICS Canada 2022. Codes are texts: three of them are ranges."""

    source_list = "sectors"


class OrganisationType(Term):
    source_list = "organisation_types"

    measures = models.ManyToManyField(Measure, related_name="+")


class OrganisationSize(Term):
    """A range of numbers of employees."""

    source_list = "organisation_sizes"

    smallest = models.PositiveIntegerField()
    #: None: no upper bound.
    largest = models.PositiveIntegerField(null=True, blank=True)

    class Meta(Term.Meta):
        constraints = [
            *Term.Meta.constraints,
            models.CheckConstraint(
                name="organisation_size_is_a_range", condition=Q(largest=None) | Q(largest__gte=F("smallest"))
            ),
        ]

    @property
    def is_sme(self) -> bool:
        """A small or medium-sized enterprise (PME) has fewer than 500 employees."""
        return self.largest is not None and self.largest < 500


class ProfessionalOrder(Term):
    """One of the 46 orders. Their wording changes from time to time: rows put right by hand stay so."""

    source_list = "professional_orders"

    class Meta(Term.Meta):
        verbose_name = _("professional order")
        verbose_name_plural = _("professional orders")
