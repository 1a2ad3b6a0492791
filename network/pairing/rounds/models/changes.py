"""What people changed on a board, one row a change, so that the last one can be taken back and the next reviewer sees it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from network.pairing.offers.models import Offer
from network.pairing.requests.models import Request
from network.pairing.rounds.models.exclusions import Exclusion
from network.pairing.rounds.models.round import Round
from people.accounts.models import Person


class Change(models.Model):
    """One change of a board. ``before`` holds the pairs as they stood, to put them back as they were."""

    class Kind(models.TextChoices):
        MOVED = "moved", pgettext_lazy("change", "moved")
        LOCKED = "locked", pgettext_lazy("change", "locked")
        UNLOCKED = "unlocked", pgettext_lazy("change", "unlocked")
        EXCLUDED = "excluded", pgettext_lazy("change", "excluded")
        LIFTED = "lifted", pgettext_lazy("change", "exclusion lifted")
        ADDED = "added", pgettext_lazy("change", "added by hand")

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="changes")
    #: The version of the board that it made.
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="+")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+")
    exclusion = models.ForeignKey(Exclusion, null=True, on_delete=models.SET_NULL, related_name="+")
    before = models.JSONField(default=list)
    #: What the whole gained or lost by it.
    pairs = models.IntegerField(default=0)
    days = models.IntegerField(default=0)
    score = models.IntegerField(default=0)
    #: Other candidates whose host changed with it.
    others = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["round", "version"], name="change_made_a_version_of_its_own"),
            models.CheckConstraint(name="change_made_a_version", condition=Q(version__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} v{self.version} {self.kind}"
