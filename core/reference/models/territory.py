"""Regions, regional county municipalities, legal times and what a postal code suggests."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.bilingual import Said
from core.localtime import Zone
from core.reference.models.terms import Term


class Region(Term):
    """One of the 17 administrative regions; names are not translated."""

    source_list = "regions"

    #: Place on the tile map, from 1; the short name breaks where a narrow tile would cut it.
    tile_column = models.PositiveSmallIntegerField(null=True, blank=True)
    tile_row = models.PositiveSmallIntegerField(null=True, blank=True)
    tile_name = models.CharField(max_length=60, blank=True)

    class Meta(Term.Meta):
        verbose_name = _("administrative region")
        verbose_name_plural = _("administrative regions")

    @property
    def short_name(self) -> Said:
        """For the tile map, with soft hyphens."""
        return Said(self.tile_name or self.name_fr, "fr")


class Mrc(Term):
    """One of the 104 regional county municipalities and equivalent territories."""

    class Kind(models.TextChoices):
        MRC = "mrc", _("Regional county municipality")
        EQUIVALENT = "te", _("Equivalent territory")

    source_list = "mrc"

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="mrcs")
    #: Statistics Canada census division; five divisions hold more than one territory, so it is no key.
    census_division = models.CharField(max_length=4)
    kind = models.CharField(max_length=3, choices=Kind)
    seat = models.CharField(_("seat"), max_length=80)
    #: Empty: Montréal's. A venue has its own all the same: Listuguj keeps another time than its MRC.
    zone = models.CharField(_("legal time"), max_length=40, choices=Zone, blank=True)

    class Meta(Term.Meta):
        verbose_name = _("regional county municipality (MRC)")
        verbose_name_plural = _("regional county municipalities (MRC)")
        indexes = [models.Index(fields=["census_division"], name="mrc_by_census_division")]


class TimeZone(Term):
    """Where each of the three legal times of Québec applies. A zone belongs to a venue, not to a region."""

    source_list = "time_zones"

    iana = models.CharField(max_length=40, choices=Zone, unique=True)
    winter_utc = models.CharField(max_length=6)
    summer_utc = models.CharField(max_length=6)


class PostalHint(Term):
    """What the first letter of a postal code suggests: it pre-fills a region and never decides anything."""

    source_list = "postal_hints"

    regions = models.ManyToManyField(Region, related_name="+")
