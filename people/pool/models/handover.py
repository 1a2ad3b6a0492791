"""One organisation hands a person over to another: proposed, agreed to by the person, accepted, or not."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.accounts.models import Person
from people.consent.rules import consenting
from people.organisations.models import Organisation
from people.participants.models import CaseFile, caseworker_scopes
from people.programmes.models import Edition

#: What a consent to be handed over is about: this, and the handover's number.
ABOUT = "handover:"


class HandoverQuerySet(models.QuerySet["Handover"]):
    def visible_to(self, user: Any) -> Self:
        """Those that one's organisations proposed; those proposed to them only once the person agreed, and while they do."""
        scopes = caseworker_scopes(user)
        answered = Q(state__in=[Handover.State.ACCEPTED, Handover.State.DECLINED])
        return self.there().filter(
            Q(from_organisation__scope__in=scopes)
            | Q(to_organisation__scope__in=scopes) & (answered | Q(pk__in=self.model.objects.agreed().values("pk")))
        )

    def kept_by(self, user: Any) -> Self:
        """Of the editions whose coordination the user has: by number alone, never a name."""
        return self.there().filter(edition__in=Edition.objects.kept_by(user))

    def of_person(self, person: Person) -> Self:
        return self.filter(case_file__person=person)

    def there(self) -> Self:
        """Of people who are neither erased nor merged into another entry."""
        return self.filter(case_file__person__erased_at=None, case_file__person__merged_into=None)

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def proposed_by_organisations_of(self, user: Any) -> Self:
        return self.there().filter(from_organisation__scope__in=caseworker_scopes(user))

    def agreed(self) -> Self:
        """That wait for the other organisation, the person's consent standing now."""
        key = Concat(Value(ABOUT), Cast(OuterRef("pk"), models.CharField()))
        agrees = consenting("handover", about=key, person="case_file__person")
        return self.there().filter(agrees, state=Handover.State.CONSENTED)

    def to_receive(self, user: Any) -> Self:
        """That wait for an answer of one of the user's organisations."""
        return self.agreed().filter(to_organisation__scope__in=caseworker_scopes(user))


class Handover(models.Model):
    """A proposal that another partner of an edition follows a person from now on. One open per file."""

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("handover", "The person is asked")
        CONSENTED = "consented", pgettext_lazy("handover", "To be accepted")
        ACCEPTED = "accepted", pgettext_lazy("handover", "Accepted")
        DECLINED = "declined", pgettext_lazy("handover", "Declined")
        REFUSED = "refused", pgettext_lazy("handover", "The person said no")
        WITHDRAWN = "withdrawn", pgettext_lazy("handover", "Withdrawn")

    case_file = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="handovers")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+", verbose_name=_("edition"))
    from_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation that proposes")
    )
    to_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation that would receive")
    )
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    #: From one caseworker to another; the person reads it too.
    message = models.TextField(_("message"), max_length=1000, blank=True)
    proposed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    consented_at = models.DateTimeField(null=True, blank=True)
    #: Until when the other organisation answers, from the consent on.
    due_at = models.DateTimeField(null=True, blank=True)
    #: When the coordination was told that no answer came.
    escalated_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    #: Who accepted, declined, refused or withdrew it; None: it ended by itself.
    closed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    #: Why the other organisation declined: the person reads it.
    reason = models.TextField(_("reason"), max_length=500, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case_file"],
                condition=Q(state__in=["proposed", "consented"]),
                name="handover_open_once_per_file",
            ),
            models.CheckConstraint(
                name="handover_between_two_organisations", condition=~Q(from_organisation=F("to_organisation"))
            ),
            models.CheckConstraint(
                name="handover_state_is_known",
                condition=Q(state__in=["proposed", "consented", "accepted", "declined", "refused", "withdrawn"]),
            ),
            models.CheckConstraint(
                name="handover_goes_on_with_consent_alone",
                condition=Q(state__in=["proposed", "refused"], consented_at=None)
                | Q(state__in=["consented", "accepted", "declined"], consented_at__isnull=False)
                | Q(state="withdrawn"),
            ),
            models.CheckConstraint(
                name="handover_is_due_from_the_consent_on",
                condition=Q(consented_at=None, due_at=None)
                | Q(consented_at__isnull=False, due_at__isnull=False, due_at__gt=F("consented_at")),
            ),
            models.CheckConstraint(
                name="handover_consented_after_proposed",
                condition=Q(consented_at=None) | Q(consented_at__gte=F("proposed_at")),
            ),
            models.CheckConstraint(
                name="handover_escalated_once_due",
                condition=Q(escalated_at=None) | Q(due_at__isnull=False, escalated_at__gte=F("due_at")),
            ),
            models.CheckConstraint(
                name="handover_closed_with_its_moment",
                condition=Q(state__in=["proposed", "consented"], closed_at=None)
                | Q(state__in=["accepted", "declined", "refused", "withdrawn"], closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="handover_closed_after_proposed",
                condition=Q(closed_at=None) | Q(closed_at__gte=F("proposed_at")),
            ),
            models.CheckConstraint(name="handover_declined_says_why", condition=~Q(state="declined") | ~Q(reason="")),
        ]
        indexes = [
            models.Index(fields=["to_organisation", "state", "due_at"], name="handover_to_receive"),
            models.Index(fields=["from_organisation", "state"], name="handover_by_sender"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_late(self) -> bool:
        """The other organisation has not answered in time."""
        return self.state == self.State.CONSENTED and self.due_at is not None and self.due_at <= timezone.now()


#: States in which something is still to come.
OPEN = (Handover.State.PROPOSED, Handover.State.CONSENTED)


def about(handover: Handover) -> str:
    """What a consent to this handover is about."""
    return f"{ABOUT}{handover.pk}"


def handover_of(key: str) -> Handover | None:
    """The handover that a consent is about, with its people and organisations; None where there is none. Cost: 1 query."""
    return handovers_of([key]).get(key)


def handovers_of(keys: Iterable[str]) -> dict[str, Handover]:
    """The same for several keys. Cost: 1 query."""
    numbers = {key: key.removeprefix(ABOUT) for key in keys if key.startswith(ABOUT)}
    wanted = {key: int(number) for key, number in numbers.items() if number.isascii() and number.isdigit()}
    related = ("case_file__person", "to_organisation", "from_organisation", "edition__programme")
    found = Handover.objects.select_related(*related).in_bulk(list(wanted.values()))
    return {key: found[pk] for key, pk in wanted.items() if pk in found}


def waits_for_its_receiver(user: Any) -> Q:
    """Cards of the people whom one of the user's organisations is asked to receive, and who agreed to that: a reason to see them."""
    return Q(Exists(Handover.objects.to_receive(user).filter(case_file__person=OuterRef("person"))))
