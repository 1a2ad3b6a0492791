"""A request to take part in an edition, from the first word to the place found; and what was decided on it, with reasons."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import guard
from people.accounts.models import Person
from people.consent.rules import consenting
from people.organisations.models import Organisation
from people.participants.models.case_file import CaseFile, caseworker_scopes
from people.programmes.models import Edition, RuleSet


class CandidacyQuerySet(models.QuerySet["Candidacy"]):
    def visible_to(self, user: Any) -> Self:
        """Of people whom one of the user's organisations follows now; those of somebody erased are counted, and nobody's."""
        return self.filter(
            case_file__organisation__scope__in=caseworker_scopes(user),
            case_file__person__erased_at=None,
            case_file__forgotten_at=None,
        )

    @guard.door
    def coordinated_by(self, user: Any) -> Self:
        """Open requests to the editions the user keeps: a coordinator sees their numbers, never the files behind them."""
        return self.active().filter(edition__in=Edition.objects.kept_by(user))

    def of_person(self, person: Person) -> Self:
        return self.filter(case_file__person=person)

    def active(self) -> Self:
        return self.exclude(state=Candidacy.State.INACTIVE).filter(
            case_file__person__erased_at=None, case_file__person__merged_into=None
        )

    def unassigned(self) -> Self:
        """That no organisation has taken yet."""
        return self.active().filter(organisation=None)

    def to_examine(self) -> Self:
        """With an organisation, and not decided."""
        return self.active().filter(state=Candidacy.State.INTAKE, organisation__isnull=False)

    def in_pool(self) -> Self:
        """Ready to be met: put there by a caseworker, with a card that says enough, and matching turned on by the person.

        Narrower than the state: consent that ran out, or a card that was emptied, hides the person at once and by itself,
        and brings them back once it is there again. The state is the caseworker's word and stays until a caseworker takes
        it back, or the person turns matching off; ``readiness`` tells both of them what keeps the person from being found.
        """
        return self.filter(
            consenting("matching", person="case_file__person"),
            state=Candidacy.State.IN_POOL,
            case_file__closed_at=None,
            case_file__person__erased_at=None,
            case_file__person__merged_into=None,
            case_file__person__card__availability__gt=0,
        ).exclude(case_file__person__card__occupation_code="")


class Candidacy(models.Model):
    """One person, one edition. The person asks; whether they are eligible is for a caseworker to say."""

    class State(models.TextChoices):
        INTAKE = "intake", pgettext_lazy("candidacy", "To examine")
        ELIGIBLE = "eligible", pgettext_lazy("candidacy", "Eligible")
        NOT_YET = "not_yet", pgettext_lazy("candidacy", "Not yet")
        IN_POOL = "in_pool", pgettext_lazy("candidacy", "Ready to be met")
        MATCHED = "matched", pgettext_lazy("candidacy", "Matched")
        INACTIVE = "inactive", pgettext_lazy("candidacy", "Ended")

    #: What may follow what (DOMAIN, 5.1: intake → eligible / not yet → in bank → matched → inactive).
    MOVES: dict[str, frozenset[str]] = {
        State.INTAKE: frozenset({State.ELIGIBLE, State.NOT_YET, State.INACTIVE}),
        State.NOT_YET: frozenset({State.INTAKE, State.ELIGIBLE, State.INACTIVE}),
        State.ELIGIBLE: frozenset({State.INTAKE, State.NOT_YET, State.IN_POOL, State.INACTIVE}),
        State.IN_POOL: frozenset({State.INTAKE, State.NOT_YET, State.ELIGIBLE, State.MATCHED, State.INACTIVE}),
        State.MATCHED: frozenset({State.ELIGIBLE, State.IN_POOL, State.INACTIVE}),
        State.INACTIVE: frozenset(),
    }

    case_file = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="candidacies")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="candidacies")
    #: Who examines it; None while nobody could take it.
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.INTAKE)
    asked_at = models.DateTimeField(default=timezone.now)
    assigned_at = models.DateTimeField(null=True, blank=True)
    #: Since when it is in its state: what the morning list sorts by.
    state_since = models.DateTimeField(default=timezone.now)
    #: Why it ended.
    end_reason = models.CharField(_("why it ended"), max_length=300, blank=True)

    objects = CandidacyQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name_plural = "candidacies"
        constraints = [
            models.UniqueConstraint(
                fields=["case_file", "edition"], condition=~Q(state="inactive"), name="candidacy_once_per_edition"
            ),
            models.CheckConstraint(
                name="candidacy_state_is_known",
                condition=Q(state__in=["intake", "eligible", "not_yet", "in_pool", "matched", "inactive"]),
            ),
            models.CheckConstraint(
                name="candidacy_decided_by_an_organisation",
                condition=Q(state__in=["intake", "inactive"]) | Q(organisation__isnull=False),
            ),
            models.CheckConstraint(
                name="candidacy_assigned_with_its_moment",
                condition=Q(organisation=None) | Q(assigned_at__isnull=False),
            ),
            models.CheckConstraint(
                name="candidacy_reason_when_it_ended", condition=Q(state="inactive") | Q(end_reason="")
            ),
            models.CheckConstraint(name="candidacy_state_after_asking", condition=Q(state_since__gte=F("asked_at"))),
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "state_since"], name="candidacy_by_work"),
            models.Index(fields=["edition", "state"], name="candidacy_by_edition"),
        ]

    def __str__(self) -> str:
        return f"{self.case_file_id}/{self.edition_id}"

    @property
    def is_active(self) -> bool:
        return self.state != self.State.INACTIVE


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(
            candidacy__case_file__organisation__scope__in=caseworker_scopes(user),
            candidacy__case_file__person__erased_at=None,
        )


class Decision(models.Model):
    """What a caseworker decided about eligibility, beside what the rules said, and why where the two differ.

    Rows are added and never changed: the last one holds.
    """

    class Outcome(models.TextChoices):
        ELIGIBLE = "eligible", pgettext_lazy("candidacy", "Eligible")
        NOT_YET = "not_yet", pgettext_lazy("candidacy", "Not yet")

    class Verdict(models.TextChoices):
        """As ``core.audiences.Verdict`` has them."""

        MET = "met", _("the conditions are met")
        NOT_MET = "not met", _("a condition is not met")
        UNKNOWN = "unknown", _("something is still to be asked")

    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="decisions")
    rule_set = models.ForeignKey(RuleSet, null=True, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(_("what the conditions gave"), max_length=8, choices=Verdict)
    outcome = models.CharField(_("what was decided"), max_length=8, choices=Outcome)
    #: Per condition what was found then: a list of {condition, verdict}.
    findings = models.JSONField(default=list)
    #: In the caseworker's words, where the decision is another than the rules': the person reads it.
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="decision_other_than_the_rules_says_why",
                condition=(Q(verdict="met") & Q(outcome="eligible"))
                | (~Q(verdict="met") & Q(outcome="not_yet"))
                | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="decision_verdict_is_known", condition=Q(verdict__in=["met", "not met", "unknown"])
            ),
            models.CheckConstraint(name="decision_outcome_is_known", condition=Q(outcome__in=["eligible", "not_yet"])),
        ]

    def __str__(self) -> str:
        return f"{self.candidacy_id} {self.outcome}"
