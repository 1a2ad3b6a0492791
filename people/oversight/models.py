"""Who read whose file, what went wrong with personal data, and who answers for it in each organisation."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.bilingual import Said, pick
from people.accounts.models import Person, Role
from people.organisations.models import Organisation

#: Who sees the read log, the incidents and the policies of every organisation.
OVERSEERS = (Role.PRIVACY_OFFICER, Role.ADMINISTRATOR)
#: Days a read is kept: two years and a 29th of February. The database refuses to let one of less than two years go (migration 0002).
READS_KEPT_DAYS = 731
#: Days an incident stays in the register, from the day it was found: five years. Source: Règlement sur les incidents de
#: confidentialité.
INCIDENTS_KEPT_DAYS = 1827


def oversees(user: Any) -> bool:
    """Whether the user watches over everybody's data. Cost: 1 query a request, kept on the user."""
    return bool(user.is_authenticated and user.holds_any(*OVERSEERS))


# ------------------------------------------------------------------ the read log
class ReadEntryQuerySet(models.QuerySet["ReadEntry"]):
    def of_person(self, person: Person) -> Self:
        """Reads of what is held about a person, also under entries that were merged into theirs."""
        return self.filter(Q(subject=person.pk) | Q(subject__in=Person.objects.filter(merged_into=person).values("pk")))

    def visible_to(self, user: Any) -> Self:
        """All for those who watch over privacy; for others what was read about themselves."""
        if oversees(user):
            return self.all()
        return self.of_person(user.person) if user.is_authenticated else self.none()

    def about_people(self, people: models.QuerySet[Person]) -> Self:
        """Reads about these people, whatever entry of theirs was read."""
        named = people.values("pk")
        return self.filter(
            Q(subject__in=named) | Q(subject__in=Person.objects.filter(merged_into__in=named).values("pk"))
        )

    def by_people(self, people: models.QuerySet[Person]) -> Self:
        """Reads by these people, whatever entry of theirs did it."""
        named = people.values("pk")
        return self.filter(
            Q(reader__in=named) | Q(reader__in=Person.objects.filter(merged_into__in=named).values("pk"))
        )

    def between(self, since: datetime | None, until: datetime | None) -> Self:
        """From a moment on, before another; None leaves that side open."""
        found = self if since is None else self.filter(at__gte=since)
        return found if until is None else found.filter(at__lt=until)

    def people(self) -> models.QuerySet[Person]:
        """Whom these reads are about, as they are known today, each once. Cost: one query when it is read."""
        known = Person.objects.filter(pk=OuterRef("subject")).values("merged_into")
        subjects = self.order_by().annotate(
            today=Coalesce(Subquery(known), F("subject"), output_field=models.BigIntegerField())
        )
        return Person.objects.filter(pk__in=subjects.values("today")).order_by("folded", "pk")

    def past(self, before: datetime) -> Self:
        """Old enough to go."""
        return self.filter(at__lt=before)


class ReadEntry(models.Model):
    """Somebody opened something about somebody else. Written once: triggers refuse UPDATE, and DELETE for two years.

    ``reader`` and ``subject`` are ids of Persons, not keys: a merge must not rewrite what was written. Whose they are today
    the Person's ``merged_into`` says; after an erasure they are the token that stays.
    """

    class Kind(models.TextChoices):
        FILE = "file", _("case file")
        NOTE = "note", _("notes")
        CARD = "card", _("professional card")
        CV = "cv", _("CV")
        PHOTO = "photo", _("portrait")
        DOCUMENT = "document", _("document")
        MESSAGE = "message", _("message")
        PLAN = "plan", _("action plan")
        FOLLOW_UP = "follow_up", _("follow-up")
        NEEDS = "needs", _("access needs and meals")
        EXPORT = "export", _("export")

    at = models.DateTimeField(default=timezone.now)
    #: Hours since 1970: within one, the same reader opening the same thing is one line.
    hour = models.PositiveIntegerField()
    reader = models.BigIntegerField()
    subject = models.BigIntegerField()
    #: For which organisation the reader acted, if for one.
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    object_type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=40)

    objects = ReadEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            # Who acts for two organisations reads for each: neither may hide what was read for the other.
            models.UniqueConstraint(
                fields=["subject", "reader", "hour", "kind", "object_type", "object_id", "organisation"],
                condition=Q(organisation__isnull=False),
                name="read_noted_once_an_hour",
            ),
            models.UniqueConstraint(
                fields=["subject", "reader", "hour", "kind", "object_type", "object_id"],
                condition=Q(organisation=None),
                name="read_for_nobody_noted_once_an_hour",
            ),
            models.CheckConstraint(name="read_of_oneself_is_not_noted", condition=~Q(reader=F("subject"))),
            models.CheckConstraint(
                name="read_kind_is_known",
                condition=Q(
                    kind__in=[
                        "file",
                        "note",
                        "card",
                        "cv",
                        "photo",
                        "document",
                        "message",
                        "plan",
                        "follow_up",
                        "needs",
                        "export",
                    ]
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "at"], name="read_by_subject"),
            models.Index(fields=["reader", "at"], name="read_by_reader"),
            models.Index(fields=["at"], name="read_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.reader} {self.kind} {self.subject}"


# ------------------------------------------------------------------ incidents
class IncidentQuerySet(models.QuerySet["Incident"]):
    def visible_to(self, user: Any) -> Self:
        """All for those who watch over privacy, none for others."""
        return self.all() if oversees(user) else self.none()

    def open(self) -> Self:
        return self.filter(closed_at=None)

    def past(self, before: datetime) -> Self:
        """Closed, and found so long ago that the register may forget them."""
        return self.filter(found_on__lt=timezone.localdate(before), closed_at__isnull=False)


class Incident(models.Model):
    """One line of an organisation's register of confidentiality incidents.

    What the register must say stands in the Règlement sur les incidents de confidentialité: what information, what
    happened and when, when it was found, how many people, why the risk was judged serious or not, notices, measures.
    Its texts name nobody: those concerned are rows of :class:`Affected`.
    """

    class Information(models.TextChoices):
        IDENTITY = "identity", _("name and other identity")
        CONTACT = "contact", _("addresses and telephone")
        STATUS = "status", _("immigration status and arrival")
        HOUSEHOLD = "household", _("household")
        LANGUAGE = "language", _("language levels")
        CAREER = "career", _("CV, skills, experience")
        NOTES = "notes", _("caseworkers’ notes")
        NEEDS = "needs", _("access needs and meals")
        MONEY = "money", _("claims and bank details")
        LOGIN = "login", _("means of signing in")
        OTHER = "other", pgettext_lazy("incident", "other")

    class Cause(models.TextChoices):
        UNKNOWN = "unknown", _("not known yet")
        MISDIRECTED = "misdirected", _("sent or shown to the wrong person")
        READ_WITHOUT_RIGHT = "read_without_right", _("read without a right or a need to")
        LOST = "lost", _("lost or stolen device or paper")
        INTRUSION = "intrusion", _("intrusion, malicious software, stolen password")
        FAULT = "fault", _("fault in the system")
        OTHER = "other", pgettext_lazy("incident", "other")

    class Risk(models.TextChoices):
        PENDING = "pending", _("being assessed")
        NOT_SERIOUS = "not_serious", _("no risk of serious injury")
        SERIOUS = "serious", _("risk of serious injury")

    #: None: the operator of the site.
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("organisation responsible"),
    )
    title = models.CharField(_("in a few words"), max_length=120)
    what = models.TextField(_("what happened"))
    happened_from = models.DateField(_("happened on, or from"), null=True, blank=True)
    happened_until = models.DateField(_("until"), null=True, blank=True)
    found_on = models.DateField(_("found on"))
    #: Codes of ``Information``.
    information = models.JSONField(_("information concerned"), default=list, blank=True)
    cause = models.CharField(_("cause"), max_length=20, choices=Cause, default=Cause.UNKNOWN)
    cause_details = models.TextField(_("how it came about"), blank=True)
    people_estimate = models.PositiveIntegerField(_("how many people, as far as known"), null=True, blank=True)
    risk = models.CharField(_("risk"), max_length=12, choices=Risk, default=Risk.PENDING)
    risk_reasons = models.TextField(_("why the risk was judged so"), blank=True)
    measures = models.TextField(_("measures taken"), blank=True)
    notice_withheld = models.TextField(_("why the people concerned were not told"), blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        ordering = ["-found_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="incident_ends_after_it_begins",
                condition=Q(happened_until=None)
                | Q(happened_from__isnull=False, happened_until__gte=F("happened_from")),
                violation_error_message=_("The last day comes before the first one, or there is no first one."),
            ),
            models.CheckConstraint(
                name="incident_found_after_it_happened",
                condition=Q(happened_from=None) | Q(found_on__gte=F("happened_from")),
                violation_error_message=_("It cannot have been found before it happened."),
            ),
            models.CheckConstraint(
                name="incident_cause_is_known",
                condition=Q(
                    cause__in=["unknown", "misdirected", "read_without_right", "lost", "intrusion", "fault", "other"]
                ),
            ),
            models.CheckConstraint(
                name="incident_risk_is_pending_or_reasoned",
                condition=Q(risk="pending") | (Q(risk__in=["not_serious", "serious"]) & ~Q(risk_reasons="")),
                violation_error_message=_(
                    "Say why the risk was judged so: how sensitive the information is, how it could be misused, "
                    "what could follow, how likely that is."
                ),
            ),
            models.CheckConstraint(
                name="incident_closed_by_and_at_go_together",
                condition=Q(closed_at=None, closed_by=None) | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="incident_is_assessed_before_it_closes", condition=Q(closed_at=None) | ~Q(risk="pending")
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def information_words(self) -> list[str]:
        """What the codes stand for, in the order of the list."""
        return [str(kind.label) for kind in self.Information if kind in self.information]


class Affected(models.Model):
    """A person whose data an incident touched."""

    class Source(models.TextChoices):
        READ_LOG = "read_log", _("read log")
        ENTERED = "entered", _("entered by hand")

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="affected")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=8, choices=Source)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["person__folded", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "person"], name="affected_once_per_incident"),
            models.CheckConstraint(name="affected_source_is_known", condition=Q(source__in=["read_log", "entered"])),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.person_id}"


class Notice(models.Model):
    """Somebody was told of an incident: the Commission d'accès à l'information, those concerned, another body."""

    class Recipient(models.TextChoices):
        COMMISSION = "commission", _("Commission d’accès à l’information")
        PEOPLE = "people", _("the people concerned")
        BODY = "body", _("another person or body that may reduce the risk")

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="notices")
    to = models.CharField(_("who was told"), max_length=12, choices=Recipient)
    given_on = models.DateField(_("day they were told"), default=timezone.localdate)
    how = models.CharField(_("how they were told"), max_length=200)
    noted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", editable=False)
    noted_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["given_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="notice_recipient_is_known", condition=Q(to__in=["commission", "people", "body"])
            ),
            models.CheckConstraint(name="notice_says_how", condition=~Q(how="")),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.to}"


# ------------------------------------------------------------------ who answers
class PolicyQuerySet(models.QuerySet["PrivacyPolicy"]):
    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def visible_to(self, user: Any) -> Self:
        """Published ones for everybody, drafts for those who watch over privacy."""
        return self.all() if oversees(user) else self.published()


class PrivacyPolicy(models.Model):
    """Who answers for personal data in an organisation, and how it treats them; without one, the operator's own."""

    organisation = models.OneToOneField(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="privacy_policy", editable=False
    )
    is_operator = models.BooleanField(default=False, editable=False)
    officer_name = models.CharField(_("name of the person in charge of privacy"), max_length=200, blank=True)
    officer_title = models.CharField(_("their title"), max_length=120, blank=True)
    officer_email = models.EmailField(_("email where they are reached"), blank=True)
    #: Name and address are shown to everybody: not before the officer said yes.
    officer_agreed_on = models.DateField(_("agreed to be named here on"), null=True, blank=True)
    policy_fr = models.TextField(_("policy (French)"), blank=True)
    policy_en = models.TextField(_("policy (English)"), blank=True)
    in_force_on = models.DateField(_("in force from"), null=True, blank=True)
    published_at = models.DateTimeField(null=True, editable=False)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "privacy policies"
        ordering = ["organisation__name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="policy_is_of_an_organisation_or_the_operator",
                condition=Q(is_operator=True, organisation=None) | Q(is_operator=False, organisation__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["is_operator"], condition=Q(is_operator=True), name="policy_of_the_operator_once"
            ),
            models.CheckConstraint(
                name="policy_is_complete_when_published",
                condition=Q(published_at=None)
                | (
                    ~Q(officer_name="")
                    & ~Q(officer_title="")
                    & ~Q(officer_email="")
                    & ~Q(policy_fr="")
                    & Q(officer_agreed_on__isnull=False, in_force_on__isnull=False)
                ),
                violation_error_message=_(
                    "This is published: name, title, address and agreement of the officer, the day it is in force and "
                    "the French text must stay. Withdraw it first to take one away."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation) if self.organisation_id else str(_("operator of the site"))

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def is_complete(self) -> bool:
        """Whether all that publishing wants is there."""
        wanted = (self.officer_name, self.officer_title, self.officer_email, self.policy_fr)
        return all(wanted) and self.officer_agreed_on is not None and self.in_force_on is not None

    @property
    def policy(self) -> Said:
        return pick(self, "policy")
