"""Organisations of every kind, and who speaks for them."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.reference.models import Region
from people.accounts.models import Person, Scope


class Organisation(models.Model):
    """An employer, a partner, a public body. Its grants hang on its ``scope``, made with it."""

    name = models.CharField(_("name"), max_length=200)
    neq = models.CharField(_("NEQ"), max_length=10, null=True, blank=True, unique=True)
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("region"))
    scope = models.OneToOneField(Scope, on_delete=models.PROTECT, related_name="organisation", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Affiliation(models.Model):
    """A person speaks for, works at or volunteers with an organisation, from a day to a day."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="affiliations")
    title = models.CharField(_("job title"), max_length=120, blank=True)
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.person_id} – {self.organisation_id}"
