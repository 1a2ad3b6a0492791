"""Measures of the plan carried out: programmes, their editions, who runs them, and who may take part."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Self

from django.core.validators import MinValueValidator, URLValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.bilingual import Said, pick
from core.folding import fold
from core.guard import door
from core.reference.models import Measure, Mrc, Region
from people.accounts.models import Person, Role, Scope
from people.organisations.models import Organisation
from people.programmes import eligibility
from people.programmes.kinds import Kind

#: Who keeps programmes and editions, in their scope.
KEEPERS = (Role.PROGRAMME_COORDINATOR, Role.ADMINISTRATOR)
#: Words under which cached pages know this room.
GENERATION = "programmes"


class State(models.TextChoices):
    """Where an edition stands."""

    DRAFT = "draft", pgettext_lazy("edition", "Draft")
    OPEN = "open", pgettext_lazy("edition", "Open")
    CLOSED = "closed", pgettext_lazy("edition", "Closed")
    ARCHIVED = "archived", pgettext_lazy("edition", "Archived")


#: From where to where; all that is not here is refused.
MOVES: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.OPEN}),
    State.OPEN: frozenset({State.CLOSED}),
    State.CLOSED: frozenset({State.OPEN, State.ARCHIVED}),
    State.ARCHIVED: frozenset(),
}


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    @door
    def public(self) -> Self:
        """Those with an edition that was opened, in the plan's order."""
        shown = Edition.objects.filter(programme=OuterRef("pk"), state__in=Edition.SHOWN)
        return self.filter(Exists(shown)).order_by("measure__rank", "name_fr", "pk")

    def kept_by(self, user: Any) -> Self:
        """All for whoever keeps editions somewhere: an edition begins from one of them."""
        return self if user.is_authenticated and user.holds_any(*KEEPERS) else self.none()


class Programme(models.Model):
    """A measure of the plan carried out, whatever the year: what it is, in words."""

    class Sort(models.TextChoices):
        PAIRING = "pairing", _("Professional pairing")
        STAYS = "stays", _("Stays and settling in a region")
        SESSIONS = "sessions", _("Information sessions")
        TRAINING = "training", _("Training")
        OTHER = "other", _("Something else")

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="+", verbose_name=_("measure"))
    kind = models.CharField(_("kind"), max_length=10, choices=Sort)
    name_fr = models.CharField(_("name (French)"), max_length=160)
    name_en = models.CharField(_("name (English)"), max_length=160, blank=True)
    summary_fr = models.TextField(_("what it is (French)"), max_length=2000, blank=True)
    summary_en = models.TextField(_("what it is (English)"), max_length=2000, blank=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["measure__rank", "name_fr", "pk"]
        constraints = [
            models.CheckConstraint(name="programme_has_a_french_name", condition=~Q(name_fr="")),
            models.CheckConstraint(
                name="programme_kind_is_known",
                condition=Q(kind__in=["pairing", "stays", "sessions", "training", "other"]),
            ),
            models.UniqueConstraint(
                fields=["name_fr"],
                name="programme_name_once",
                violation_error_message=_("A programme of this name is already here: plan a new edition of it."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("programmes:detail", args=[self.pk])

    @property
    def name(self) -> Said:
        return pick(self, "name")

    @property
    def summary(self) -> Said:
        return pick(self, "summary")


class EditionQuerySet(models.QuerySet["Edition"]):
    def kept_by(self, user: Any) -> Self:
        """Editions the user keeps: all, or those that lie wholly in their regions. Cost: no query beyond its own."""
        if not user.is_authenticated:
            return self.none()
        scopes = [scope for role, scope in user.grants_now if role in KEEPERS]
        everywhere = Scope.objects.filter(kind=Scope.Kind.NONE, pk__in=scopes)
        lies_in = Edition.regions.through.objects.filter(edition=OuterRef("pk"))
        inside, outside = lies_in.filter(region__scope__in=scopes), lies_in.exclude(region__scope__in=scopes)
        return self.filter(Exists(everywhere) | (Exists(inside) & ~Exists(outside)))

    @door
    def public(self) -> Self:
        """Opened, and not put away."""
        return self.filter(state__in=Edition.SHOWN)

    @door
    def open(self) -> Self:
        """Opened to everybody, and not closed yet."""
        return self.filter(state=State.OPEN)

    def taking_on(self, day: date | None = None) -> Self:
        """Open, and taking requests that day (today unless given)."""
        day = day or timezone.localdate()
        return self.open().filter(
            Q(intake_opens_on=None) | Q(intake_opens_on__lte=day),
            Q(intake_closes_on=None) | Q(intake_closes_on__gte=day),
        )

    def matching(self, words: str) -> Self:
        """Those whose name or programme holds every word, accents and case aside."""
        found = self
        for word in fold(words).split():
            found = found.filter(folded__contains=word)
        return found


class Edition(models.Model):
    """One run of a programme: its days, regions, money, who runs it and who may take part."""

    #: States the public sees.
    SHOWN: ClassVar[tuple[str, ...]] = (State.OPEN, State.CLOSED)

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="editions", verbose_name=_("programme")
    )
    name_fr = models.CharField(_("name (French)"), max_length=120, help_text=_("Most often its years: 2026-2027."))
    name_en = models.CharField(_("name (English)"), max_length=120, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    intake_opens_on = models.DateField(_("requests from"), null=True, blank=True)
    intake_closes_on = models.DateField(_("requests until"), null=True, blank=True)
    #: None of them: all of Québec.
    regions = models.ManyToManyField(Region, blank=True, related_name="+", verbose_name=_("regions"))
    territory_fr = models.CharField(_("territory in words (French)"), max_length=300, blank=True)
    territory_en = models.CharField(_("territory in words (English)"), max_length=300, blank=True)
    funder = models.CharField(_("funder"), max_length=160, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    other_door_fr = models.CharField(_("another door (French)"), max_length=400, blank=True)
    other_door_en = models.CharField(_("another door (English)"), max_length=400, blank=True)
    other_door_url = models.URLField(
        _("address of the other door"), blank=True, validators=[URLValidator(schemes=["http", "https"])]
    )
    #: Names of the edition and of its programme without case or accents, for the search.
    folded = models.TextField(default="", editable=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="edition_has_a_french_name", condition=~Q(name_fr="")),
            models.CheckConstraint(
                name="edition_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day comes before the first one."),
            ),
            models.CheckConstraint(
                name="edition_intake_closes_after_it_opens",
                condition=Q(intake_opens_on=None)
                | Q(intake_closes_on=None)
                | Q(intake_closes_on__gte=F("intake_opens_on")),
                violation_error_message=_("Requests would close before they open."),
            ),
            models.CheckConstraint(name="edition_state_is_known", condition=Q(state__in=State.values)),
            models.UniqueConstraint(
                fields=["programme", "name_fr"],
                name="edition_name_once_per_programme",
                violation_error_message=_("This programme already has an edition of this name."),
            ),
        ]
        indexes = [models.Index(fields=["state", "starts_on"], name="edition_by_state")]

    def __str__(self) -> str:
        return str(self.name)

    def save(self, **options: Any) -> None:
        names = (self.name_fr, self.name_en, self.programme.name_fr, self.programme.name_en)
        self.folded = fold(" ".join(names))
        if options.get("update_fields") is not None:
            options["update_fields"] = {*options["update_fields"], "folded"}
        super().save(**options)

    @property
    def name(self) -> Said:
        return pick(self, "name")

    @property
    def territory(self) -> Said:
        return pick(self, "territory")

    @property
    def title(self) -> str:
        """Programme and edition: « Mentorat professionnel, 2026-2027 ». Cost: the programme, unless it came along."""
        return f"{self.programme.name}, {self.name}"

    @property
    def door(self) -> eligibility.Door:
        """Where those may go who cannot take part."""
        return eligibility.Door(pick(self, "other_door"), self.other_door_url)

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    def takes_requests(self, on: date | None = None) -> bool:
        """Open, and within the days of intake."""
        return self.is_open and not self.opens_later(on) and not self.closed_to_requests(on)

    def opens_later(self, on: date | None = None) -> bool:
        return self.intake_opens_on is not None and self.intake_opens_on > (on or timezone.localdate())

    def closed_to_requests(self, on: date | None = None) -> bool:
        return self.intake_closes_on is not None and self.intake_closes_on < (on or timezone.localdate())

    @property
    def next_states(self) -> list[State]:
        return [state for state in State if state in MOVES[self.state]]


class PartnerQuerySet(models.QuerySet["Partner"]):
    @door
    def public(self) -> Self:
        """Of editions that the public sees."""
        return self.filter(edition__state__in=Edition.SHOWN)

    def taking(self) -> Self:
        """Those that take requests now, in the order in which their rows are locked."""
        return self.filter(is_paused=False).order_by("pk")


class Partner(models.Model):
    """An organisation that runs an edition. ``capacity`` weighs its share of the intake, ``assigned`` counts what it got."""

    class Part(models.TextChoices):
        BANK = "bank", _("Candidate bank")
        REGIONAL = "regional", _("Regional partner")

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="partners")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=pgettext_lazy("partner", "organisation")
    )
    role = models.CharField(_("part"), max_length=10, choices=Part, default=Part.BANK)
    capacity = models.PositiveIntegerField(
        _("capacity"),
        validators=[MinValueValidator(1)],
        help_text=_("People it can accompany in this edition. Requests are shared in this proportion."),
    )
    assigned = models.PositiveIntegerField(_("requests received"), default=0, editable=False)
    is_paused = models.BooleanField(_("paused"), default=False, editable=False)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "organisation"],
                name="partner_once_per_edition",
                violation_error_message=_("This organisation already runs this edition."),
            ),
            models.CheckConstraint(
                name="partner_has_a_capacity",
                condition=Q(capacity__gt=0),
                violation_error_message=_(
                    "A capacity is one person at least. Pause an organisation that takes nobody."
                ),
            ),
            models.CheckConstraint(name="partner_is_assigned_nothing_or_more", condition=Q(assigned__gte=0)),
            models.CheckConstraint(name="partner_role_is_known", condition=Q(role__in=["bank", "regional"])),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} ({self.edition_id})"


class AreaQuerySet(models.QuerySet["Area"]):
    def kept_by(self, user: Any) -> Self:
        """All for whoever keeps editions somewhere: their rules may speak of any."""
        return self if user.is_authenticated and user.holds_any(*KEEPERS) else self.none()


class Area(models.Model):
    """A named list of MRC that rules may speak of: a metropolitan area is what the operator says it is.

    Source: DOMAIN, 2: « métropolitaine » is a setting, for two areas of Montréal are in use.
    """

    name_fr = models.CharField(
        _("name (French)"),
        max_length=160,
        unique=True,
        error_messages={"unique": _("An area of this name is already here.")},
    )
    name_en = models.CharField(_("name (English)"), max_length=160, blank=True)
    mrcs = models.ManyToManyField(Mrc, related_name="+", verbose_name=_("MRC"))
    source = models.CharField(_("source"), max_length=300, blank=True, help_text=_("Where this list comes from."))

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["name_fr", "pk"]
        constraints = [models.CheckConstraint(name="area_has_a_french_name", condition=~Q(name_fr=""))]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def name(self) -> Said:
        return pick(self, "name")


class RuleSetQuerySet(models.QuerySet["RuleSet"]):
    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def current(self) -> Self:
        """The version that holds: one an edition at most."""
        return self.filter(is_current=True)

    def drafts(self) -> Self:
        return self.filter(published_at=None)


class RuleSet(models.Model):
    """A version of who may take part in an edition: a draft, or published and never changed again.

    Database triggers hold the latter (migration ``0002_published_rules_are_final``).
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="rule_sets")
    version = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    #: None: a draft, or published by the system.
    published_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    is_current = models.BooleanField(default=False, editable=False)

    objects = RuleSetQuerySet.as_manager()

    class Meta:
        ordering = ["-version", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "version"], name="rule_set_version_once"),
            models.UniqueConstraint(
                fields=["edition"], condition=Q(published_at=None), name="rule_set_one_draft_per_edition"
            ),
            models.UniqueConstraint(
                fields=["edition"], condition=Q(is_current=True), name="rule_set_one_current_per_edition"
            ),
            models.CheckConstraint(
                name="rule_set_that_holds_is_published", condition=Q(is_current=False) | Q(published_at__isnull=False)
            ),
            models.CheckConstraint(
                name="rule_set_by_and_at_go_together", condition=Q(published_by=None) | Q(published_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} v{self.version}"

    @property
    def is_draft(self) -> bool:
        return self.published_at is None


class Condition(models.Model):
    """One sentence of a rule set: its kind, and what stands in the blanks, as ``kinds.clean`` keeps it."""

    rule_set = models.ForeignKey(RuleSet, on_delete=models.CASCADE, related_name="conditions")
    rank = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=Kind)
    parameters = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["rule_set", "rank"], name="condition_rank_once"),
            models.CheckConstraint(name="condition_kind_is_known", condition=Q(kind__in=Kind.values)),
        ]

    def __str__(self) -> str:
        return f"{self.rank} {self.kind}"

    @property
    def rule(self) -> eligibility.Condition:
        return eligibility.Condition(self.kind, self.parameters)


def rules_of(conditions: Iterable[Condition]) -> tuple[eligibility.Condition, ...]:
    """Rows as the engine takes them."""
    return tuple(condition.rule for condition in conditions)
