"""What the pool is looked through by: one short row for each request in it, made from the card, the levels and the request.

A row says where to look, never what is so: whoever is found is asked for again in ``Candidacy.in_pool``, by their consents
as they stand now. So a row that is late hides somebody for a while and shows nobody.
"""

from django.db import models
from django.db.models import Q

from people.organisations.models import Organisation
from people.participants.models import Candidacy, Card, CaseFile
from people.pool.counts import BANDS, REGIONS
from people.programmes.models import Edition

#: Somebody who goes anywhere.
EVERYWHERE = 2 ** len(REGIONS) - 1


def region_bit(region: str) -> int:
    """The bit of one of the 17 regions; 0 for what is none."""
    return 1 << REGIONS.index(region) if region in REGIONS else 0


class PoolEntryQuerySet(models.QuerySet["PoolEntry"]):
    """Where to look; ``people.pool.searching`` says who may find whom."""


class PoolEntry(models.Model):
    """Where to look for one request in the pool. Written by ``people.pool.entries`` alone."""

    candidacy = models.OneToOneField(Candidacy, primary_key=True, on_delete=models.CASCADE, related_name="pool_entry")
    case_file = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="+")
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+", db_index=False)
    #: Since when it is in the pool: the order of the lists.
    since = models.DateTimeField()
    #: The person's request that has been in the pool longest: a list of persons shows this one.
    is_first = models.BooleanField()
    major_group = models.CharField(max_length=2)
    unit_group = models.CharField(max_length=5)
    #: 17 bits, in the order of the codes.
    regions = models.PositiveIntegerField()
    #: 21 bits (``people.timetable.availability``).
    availability = models.PositiveIntegerField()
    #: Of the lower of the two oral skills (``people.pool.counts.BANDS``).
    band = models.CharField(max_length=10)

    objects = PoolEntryQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(name="pool_entry_regions_are_17", condition=Q(regions__lte=EVERYWHERE)),
            models.CheckConstraint(name="pool_entry_band_is_known", condition=Q(band__in=BANDS)),
            models.UniqueConstraint(
                fields=["case_file"], condition=Q(is_first=True), name="pool_entry_first_once_per_person"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "since", "candidacy"], name="pool_entry_by_organisation"),
            models.Index(fields=["organisation", "major_group", "since", "candidacy"], name="pool_entry_by_group"),
            models.Index(fields=["since", "candidacy"], name="pool_entry_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
