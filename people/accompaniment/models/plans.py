"""The action plan: dated steps that a person and their caseworker share, begun from a template or from nothing."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.bilingual import Said, pick
from core.guard import door
from people.accounts.models import Person, Role, Scope
from people.organisations.models import Organisation
from people.participants.models import CaseFile, caseworker_scopes
from people.programmes.models import Edition

#: Who keeps the templates of the house; those of an organisation are kept by its caseworkers.
COORDINATING_ROLES = (Role.PROGRAMME_COORDINATOR, Role.ADMINISTRATOR)


class Who(models.TextChoices):
    PERSON = "person", pgettext_lazy("whose step", "The person")
    CASEWORKER = "caseworker", pgettext_lazy("whose step", "The caseworker")


class PlanTemplateQuerySet(models.QuerySet["PlanTemplate"]):
    @door
    def open_to(self, user: Any) -> Self:
        """The house's and those of the user's organisations, for a plan to begin from."""
        return self.filter(Q(organisation=None) | Q(organisation__scope__in=caseworker_scopes(user)))

    def kept_by(self, user: Any) -> Self:
        """Those the user may change: of their organisations; those of the house for who coordinates everywhere."""
        if not user.is_authenticated:
            return self.none()
        scopes = [scope for role, scope in user.grants_now if role in COORDINATING_ROLES]
        everywhere = Scope.objects.filter(kind=Scope.Kind.NONE, pk__in=scopes)
        return self.filter(
            Q(organisation__scope__in=caseworker_scopes(user)) | (Q(organisation=None) & Exists(everywhere))
        )

    def in_use(self) -> Self:
        return self.filter(archived_at=None)

    def for_file(self, case_file: CaseFile) -> Self:
        """Those that fit the person: of the house or their organisation, for any edition or one they asked for."""
        asked = case_file.candidacies.exclude(state="inactive").values("edition")
        return self.in_use().filter(
            Q(organisation=None) | Q(organisation=case_file.organisation_id), Q(edition=None) | Q(edition__in=asked)
        )


class PlanTemplate(models.Model):
    """Steps that most people go through, with days counted from the beginning of the plan."""

    #: None: of the house, open to every organisation.
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="plan_templates"
    )
    edition = models.ForeignKey(
        Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("edition")
    )
    name_fr = models.CharField(_("name (French)"), max_length=120)
    name_en = models.CharField(_("name (English)"), max_length=120, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PlanTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["name_fr", "pk"]
        constraints = [models.CheckConstraint(name="plan_template_has_a_french_name", condition=~Q(name_fr=""))]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def name(self) -> Said:
        return pick(self, "name")

    @property
    def rows_name(self) -> str:
        """What ``core.versions.print_whole`` calls its steps."""
        return f"plan_template:{self.pk}"

    def rows(self) -> list[dict[str, Any]]:
        """Its steps as a form takes them. Cost: 1 query."""
        return [dict(step) for step in self.steps.values("title_fr", "title_en", "who", "offset_days")]


class TemplateStep(models.Model):
    """One step of a template. ``offset_days``: from the day the plan counts from; below 0 comes before it."""

    template = models.ForeignKey(PlanTemplate, on_delete=models.CASCADE, related_name="steps")
    rank = models.PositiveSmallIntegerField(default=0)
    title_fr = models.CharField(_("step (French)"), max_length=160)
    title_en = models.CharField(_("step (English)"), max_length=160, blank=True)
    who = models.CharField(_("who does it"), max_length=10, choices=Who, default=Who.PERSON)
    offset_days = models.SmallIntegerField(_("days from the beginning"), default=7)

    class Meta:
        ordering = ["rank", "pk"]
        constraints = [
            models.CheckConstraint(name="template_step_has_a_french_title", condition=~Q(title_fr="")),
            models.CheckConstraint(name="template_step_who_is_known", condition=Q(who__in=["person", "caseworker"])),
            models.CheckConstraint(
                name="template_step_within_three_years",
                condition=Q(offset_days__gte=-1095, offset_days__lte=1095),
                violation_error_message=_("A step lies at most three years before or after the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def title(self) -> Said:
        return pick(self, "title")


class ActionPlanQuerySet(models.QuerySet["ActionPlan"]):
    def visible_to(self, user: Any) -> Self:
        """Of people whom one of the user's organisations follows now, and ended ones that it led before a handover."""
        scopes = caseworker_scopes(user)
        return self.filter(
            Q(case_file__organisation__scope__in=scopes) | Q(organisation__scope__in=scopes, ended_at__isnull=False)
        )

    @door
    def editable_by(self, user: Any) -> Self:
        """Open ones of people whom one of the user's organisations follows now."""
        return self.open().filter(case_file__organisation__scope__in=caseworker_scopes(user))

    def of_person(self, person: Person) -> Self:
        return self.filter(case_file__person=person)

    def open(self) -> Self:
        return self.filter(ended_at=None)


class ActionPlan(models.Model):
    """The plan of one file: one is open at a time. It goes with the person when another organisation follows them."""

    class Counted(models.TextChoices):
        TODAY = "begun", _("the day the plan begins")
        ARRIVAL = "arrival", _("the day of arrival in Québec")

    case_file = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="plans")
    #: Who leads it: the organisation that follows the person.
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    template = models.ForeignKey(PlanTemplate, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    counted_from = models.CharField(_("dates are counted from"), max_length=8, choices=Counted, default=Counted.TODAY)
    #: The day the dates are counted from; for somebody still abroad, the day they expect to arrive.
    begun_on = models.DateField(_("day"), default=timezone.localdate)
    begun_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ActionPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["case_file"], condition=Q(ended_at=None), name="plan_open_once_per_file"),
            models.CheckConstraint(
                name="plan_counted_from_is_known", condition=Q(counted_from__in=["begun", "arrival"])
            ),
            models.CheckConstraint(
                name="plan_ends_after_it_was_made", condition=Q(ended_at=None) | Q(ended_at__gte=F("made_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.ended_at is None


class PlanStepQuerySet(models.QuerySet["PlanStep"]):
    def visible_to(self, user: Any) -> Self:
        """As their plans."""
        return self.filter(Exists(ActionPlan.objects.visible_to(user).filter(pk=OuterRef("plan"))))

    @door
    def editable_by(self, user: Any) -> Self:
        return self.filter(plan__ended_at=None, plan__case_file__organisation__scope__in=caseworker_scopes(user))

    def of_person(self, person: Person) -> Self:
        """Of their open plan."""
        return self.filter(plan__case_file__person=person, plan__ended_at=None)

    def to_do(self) -> Self:
        return self.filter(state=PlanStep.State.TODO)

    def by_day(self) -> Self:
        return self.order_by("due_on", "pk")


class PlanStep(models.Model):
    """One thing to do by a day, by the person or by their caseworker; each sees what the other did, and when."""

    class State(models.TextChoices):
        TODO = "todo", pgettext_lazy("step", "To do")
        DONE = "done", pgettext_lazy("step", "Done")
        DROPPED = "dropped", pgettext_lazy("step", "Dropped")

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="steps")
    title_fr = models.CharField(_("step"), max_length=160)
    #: Of a template; what is typed by hand stands in one language, whichever.
    title_en = models.CharField(max_length=160, blank=True)
    who = models.CharField(_("who does it"), max_length=10, choices=Who, default=Who.PERSON)
    due_on = models.DateField(_("by"))
    state = models.CharField(max_length=8, choices=State, default=State.TODO)
    note = models.CharField(_("note"), max_length=400, blank=True)
    added_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    moved_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    moved_at = models.DateTimeField(null=True, blank=True)
    #: Who did it or dropped it, and when.
    done_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)

    objects = PlanStepQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(name="plan_step_has_a_title", condition=~Q(title_fr="")),
            models.CheckConstraint(name="plan_step_who_is_known", condition=Q(who__in=["person", "caseworker"])),
            models.CheckConstraint(name="plan_step_state_is_known", condition=Q(state__in=["todo", "done", "dropped"])),
            models.CheckConstraint(
                name="plan_step_over_has_its_moment",
                condition=Q(state="todo", done_at=None) | (~Q(state="todo") & Q(done_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(state="todo"), name="plan_step_due"),
        ]

    def __str__(self) -> str:
        return f"{self.due_on} {self.state}"

    @property
    def title(self) -> Said:
        return pick(self, "title")

    def as_typed(self) -> dict[str, Any]:
        """The step as a form takes it, titled in the language of the moment."""
        return {"title": str(self.title), "who": self.who, "due_on": self.due_on, "note": self.note}

    @property
    def is_to_do(self) -> bool:
        return self.state == self.State.TODO

    @property
    def is_persons(self) -> bool:
        return self.who == Who.PERSON

    def is_overdue(self, on: date | None = None) -> bool:
        return self.is_to_do and self.due_on < (on or timezone.localdate())
