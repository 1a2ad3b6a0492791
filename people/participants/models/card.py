"""The professional card: the part of a person that an employer or a mentor may see, while the person agrees to it."""

from collections.abc import Callable
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.files import PrivateFileField
from core.reference.models import MajorGroup, Region
from people.accounts.models import Language, Person
from people.consent.rules import consenting
from people.participants.models.case_file import caseworker_scopes

#: A room above may know why somebody sees a card: a handover proposed to them, a match they are part of.
Reason = Callable[[Any], Q]
_reasons: list[Reason] = []


def shown_because(reason: Reason) -> Reason:
    """Register a reason to see cards: a function of the user that answers a condition on Card rows.

    It opens a card only while its person agrees that their card is shown.
    """
    _reasons.append(reason)
    return reason


class CardQuerySet(models.QuerySet["Card"]):
    def visible_to(self, user: Any) -> Self:
        """One's own, those of the people one's organisation follows, and those shown for a reason and under consent."""
        if not user.is_authenticated:
            return self.none()
        seen = Q(person=user.person_id) | Q(person__case_file__organisation__scope__in=caseworker_scopes(user))
        for reason in _reasons:
            seen |= reason(user) & Q(consenting("card", person="person"))
        return self.filter(seen).filter(person__erased_at=None, person__merged_into=None)

    def of_person(self, person: Person) -> Self:
        return self.filter(person=person)

    def complete(self) -> Self:
        """With what a match needs at the least: an occupation, and when the person is free."""
        return self.exclude(occupation_code="").filter(availability__gt=0)


class Card(models.Model):
    """What a person can do and wants, in their own words. Never a status, a household, an age or an origin."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="card")
    headline = models.CharField(
        _("in one line"), max_length=120, blank=True, help_text=_("As you would introduce yourself at work.")
    )
    #: NOC 2021 unit group, five digits; empty until chosen.
    occupation_code = models.CharField(_("occupation"), max_length=5, blank=True)
    major_group = models.ForeignKey(
        MajorGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    occupation_title = models.CharField(_("occupation, in your own words"), max_length=120, blank=True)
    years_experience = models.PositiveSmallIntegerField(_("years of experience"), null=True, blank=True)
    summary = models.TextField(_("your experience"), max_length=1500, blank=True)
    #: One a line.
    skills = models.TextField(_("what you do well"), max_length=600, blank=True)
    #: 21 bits: seven days of three parts (``people.timetable.availability``).
    availability = models.PositiveIntegerField(_("when you are free"), default=0)
    regions = models.ManyToManyField(Region, blank=True, related_name="+", verbose_name=_("regions you wish"))
    goes_anywhere = models.BooleanField(_("any region of Québec"), default=False)
    #: In which language the person wrote.
    language = models.CharField(_("language it is written in"), max_length=2, choices=Language, default=Language.FRENCH)
    portrait = PrivateFileField(_("portrait"), blank=True, folder="portrait")
    made_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = CardQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="card_occupation_is_a_code", condition=Q(occupation_code="") | Q(occupation_code__regex=r"^\d{5}$")
            ),
            models.CheckConstraint(
                name="card_major_group_goes_with_occupation",
                condition=Q(occupation_code="", major_group=None)
                | (~Q(occupation_code="") & Q(major_group__isnull=False)),
            ),
            models.CheckConstraint(name="card_availability_has_21_parts", condition=Q(availability__lt=2**21)),
            models.CheckConstraint(
                name="card_experience_is_a_working_life",
                condition=Q(years_experience=None) | Q(years_experience__lte=60),
            ),
        ]
        indexes = [models.Index(fields=["major_group"], name="card_by_major_group")]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def is_complete(self) -> bool:
        """Whether it says what a match needs at the least."""
        return bool(self.occupation_code and self.availability)

    @property
    def skill_list(self) -> list[str]:
        return [line.strip() for line in self.skills.splitlines() if line.strip()]
