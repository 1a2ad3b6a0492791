"""Organisations of every kind, who speaks for them, and who was invited to."""

import hashlib
import secrets
from datetime import date, datetime, timedelta
from typing import Any, Self

from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from core.bilingual import Said, pick
from core.folding import fold
from core.reference.models import OrganisationSize, OrganisationType, Region, Sector
from people.accounts.models import Language, Person, Role, Scope
from people.organisations import neq as enterprise_number

#: Roles that are held in an organisation, so that an invitation may grant them.
INVITED_ROLES = (Role.EMPLOYER_CONTACT, Role.EXECUTIVE, Role.CASEWORKER, Role.ORGANISER)
#: Roles that speak for an organisation: they keep its page and get the letters addressed to it.
SPEAKING_ROLES = (Role.EMPLOYER_CONTACT, Role.EXECUTIVE)
#: Roles that keep the organisations of their scope.
KEEPING_ROLES = (Role.ORGANISER, Role.NETWORK_COORDINATOR, Role.PROGRAMME_COORDINATOR, Role.ADMINISTRATOR)
#: Types the plan counts as enterprises, apart from ministries and public bodies. Source: plan 2008, 3.1-a and 3.2-a.
ENTERPRISE_TYPES = ("private", "crown")
#: Days an invitation can be accepted.
INVITATION_DAYS = 14


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def kept_by(self, user: Any) -> Self:
        """Organisations the user keeps: all, those of their regions, or their own. Cost: no query beyond its own."""
        if not user.is_authenticated:
            return self.none()
        wanted = {*KEEPING_ROLES, *SPEAKING_ROLES}
        scopes = [scope for role, scope in user.grants_now if role in wanted]
        everywhere = Scope.objects.filter(kind=Scope.Kind.NONE, pk__in=scopes)
        return self.filter(Q(scope__in=scopes) | Q(region__scope__in=scopes) | models.Exists(everywhere))

    def matching(self, words: str) -> Self:
        """Those whose name or NEQ holds every word, accents and case aside."""
        found = self
        for word in fold(words).split():
            found = found.filter(folded__contains=word)
        return found


class Organisation(models.Model):
    """An employer, a partner, a public body. Its grants hang on its ``scope``, made with it by ``actions.found``."""

    name = models.CharField(_("name"), max_length=200)
    neq = models.CharField(
        _("NEQ"),
        max_length=10,
        null=True,
        blank=True,
        unique=True,
        validators=[enterprise_number.validate],
        help_text=_("Québec enterprise number: 10 digits. Leave empty if there is none."),
        error_messages={
            "unique": _("An organisation with this NEQ is already here. Look it up in the list before adding another.")
        },
    )
    #: None where it is not known yet.
    type = models.ForeignKey(
        OrganisationType, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("type")
    )
    size = models.ForeignKey(
        OrganisationSize, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("size")
    )
    sector = models.ForeignKey(
        Sector, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("sector")
    )
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("region"))
    website = models.URLField(_("website"), blank=True, validators=[URLValidator(schemes=["http", "https"])])
    logo = models.ImageField(_("logo"), upload_to="logos/", blank=True)
    logo_alt_fr = models.CharField(_("what the logo shows (French)"), max_length=200, blank=True)
    logo_alt_en = models.CharField(_("what the logo shows (English)"), max_length=200, blank=True)
    scope = models.OneToOneField(Scope, on_delete=models.PROTECT, related_name="organisation", editable=False)
    #: Name and NEQ without case or accents, for the search.
    folded = models.TextField(default="", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="organisation_neq_has_its_format", condition=Q(neq=None) | Q(neq__regex=enterprise_number.FORMAT)
            ),
            models.CheckConstraint(
                name="organisation_logo_has_alt_text",
                condition=Q(logo="") | ~Q(logo_alt_fr=""),
                violation_error_message=_("Say what the logo shows, for those who do not see it."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **options: Any) -> None:
        self.folded = fold(f"{self.name} {self.neq or ''}")
        super().save(**options)

    @property
    def logo_alt(self) -> Said:
        return pick(self, "logo_alt")

    @property
    def is_enterprise(self) -> bool:
        """Private or state-owned: what the plan's indicators count as an enterprise."""
        return self.type_id in ENTERPRISE_TYPES

    @property
    def neq_is_doubtful(self) -> bool:
        """The check digit does not fit: worth a look, never a refusal (the rule is not official)."""
        return bool(self.neq) and not enterprise_number.check_digit_holds(str(self.neq))


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    def current(self, on: date | None = None) -> Self:
        """Those that hold today, or on the day given."""
        day = on or timezone.localdate()
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)

    def lasting(self) -> Self:
        """Those that have not ended, also one that was entered as of a day to come."""
        return self.filter(Q(until=None) | Q(until__gte=timezone.localdate()))


class Affiliation(models.Model):
    """A person speaks for, works at or volunteers with an organisation, from a day to a day, both included."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="affiliations")
    title = models.CharField(_("job title"), max_length=120, blank=True)
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(until=None),
                name="affiliation_once_while_it_lasts",
                violation_error_message=_("This person is already with this organisation."),
            ),
            models.CheckConstraint(
                name="affiliation_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
                violation_error_message=_("The last day comes before the first one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} – {self.organisation_id}"


def new_nonce() -> str:
    """128 random bits, in 32 hexadecimal digits."""
    return secrets.token_hex(16)


def expiry() -> datetime:
    return timezone.now() + timedelta(days=INVITATION_DAYS)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        """Neither accepted nor withdrawn; it may have expired, and can then be sent again."""
        return self.filter(accepted_at=None, revoked_at=None)

    def held_by(self, token: str) -> Self:
        """The one whose link carries this token."""
        return self.filter(token_hash=Invitation.hash_of(token))


class Invitation(models.Model):
    """Somebody was asked, at an address, to take a role in an organisation.

    The link's token is derived from ``nonce`` and the server's key, so that the letter can be written when it leaves
    while the database keeps but the token's hash. Sending again draws a new nonce: the old link stops working.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("email"))
    language = models.CharField(_("language of the letter"), max_length=2, choices=Language, default=Language.FRENCH)
    role = models.CharField(_("role"), max_length=24, choices=Role)
    title = models.CharField(_("job title"), max_length=120, blank=True)
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    #: How often it was sent: one letter per sending.
    sendings = models.PositiveSmallIntegerField(default=1, editable=False)
    invited_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    invited_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(default=expiry, editable=False)
    accepted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    accepted_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email", "role"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="invitation_open_once",
            ),
            models.CheckConstraint(
                name="invitation_role_is_held_in_an_organisation", condition=Q(role__in=[str(r) for r in INVITED_ROLES])
            ),
            models.CheckConstraint(
                name="invitation_is_accepted_by_somebody",
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="invitation_is_accepted_or_withdrawn", condition=Q(accepted_at=None) | Q(revoked_at=None)
            ),
            models.CheckConstraint(name="invitation_address_in_lower_case", condition=Q(email=Lower("email"))),
        ]

    def __str__(self) -> str:
        return f"{self.role} ({self.organisation_id})"

    def save(self, **options: Any) -> None:
        self.token_hash = self.hash_of(self.token)
        super().save(**options)

    @property
    def token(self) -> str:
        """What the mailed link carries; never stored."""
        return salted_hmac("people.organisations.invitation", self.nonce, algorithm="sha256").hexdigest()

    @staticmethod
    def hash_of(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.revoked_at is None

    @property
    def can_be_accepted(self) -> bool:
        return self.is_open and not self.has_expired
