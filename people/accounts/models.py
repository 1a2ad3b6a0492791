"""A Person is somebody we know; a User is a login; a Grant says what the login may do, and where."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.folding import fold
from core.reference.models import Region
from people.accounts.tries import AccountTries, NetworkTry  # noqa: F401  (tables of this room, in the module that writes them)


class Language(models.TextChoices):
    FRENCH = "fr", _("French")
    ENGLISH = "en", _("English")


class PersonQuerySet(models.QuerySet["Person"]):
    def current(self) -> Self:
        """People who are neither merged into another nor erased."""
        return self.filter(merged_into=None, erased_at=None)

    def reached_at(self, email: str) -> Self:
        """Everybody an address reaches: two may share one."""
        return self.filter(addresses__email=Address.normalise(email))

    def update(self, **values: Any) -> int:
        """As Django's; a new name is folded along."""
        return super().update(**values | ({"folded": fold(values["name"])} if "name" in values else {}))

    def bulk_create(self, objs: Iterable["Person"], *args: Any, **options: Any) -> list["Person"]:
        """As Django's; names are folded along."""
        people = list(objs)
        for person in people:
            person.folded = fold(person.name)
        return super().bulk_create(people, *args, **options)


class Person(models.Model):
    """Somebody we know, with or without a login. The row outlives erasure as a token."""

    name = models.CharField(_("full name"), max_length=200, blank=True)
    #: The name as it is searched: ``core.folding``, the same on both databases. Follows ``name`` by itself.
    folded = models.TextField(default="", editable=False)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.FRENCH)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    erased_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="person_is_not_merged_into_itself", condition=Q(merged_into=None) | ~Q(merged_into=F("id"))
            ),
            models.CheckConstraint(
                name="person_has_a_name_until_erased", condition=~Q(name="") | Q(erased_at__isnull=False)
            ),
            models.CheckConstraint(name="person_language_is_known", condition=Q(language__in=Language.values)),
        ]

    def __str__(self) -> str:
        return self.name or f"#{self.pk}"

    def save(self, *args: Any, **options: Any) -> None:
        self.folded = fold(self.name)
        named = options.get("update_fields")
        if named is not None and "name" in named:
            options["update_fields"] = {*named, "folded"}
        super().save(*args, **options)


class Address(models.Model):
    """An e-mail address that reaches a Person; ``proven_at`` once they showed that they read it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="addresses")
    email = models.EmailField(_("email"))
    proven_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "addresses"
        constraints = [
            models.UniqueConstraint(fields=["person", "email"], name="address_once_per_person"),
            models.CheckConstraint(name="address_in_lower_case", condition=Q(email=Lower("email"))),
        ]
        indexes = [models.Index(fields=["email"], name="address_by_email")]

    def __str__(self) -> str:
        return self.email

    @staticmethod
    def normalise(email: str) -> str:
        """Lower case, trimmed: how addresses are kept and compared."""
        return email.strip().lower()


class Role(models.TextChoices):
    """The closed list of what a login may be."""

    PARTICIPANT = "participant", _("Participant")
    MENTOR = "mentor", _("Mentor")
    EMPLOYER_CONTACT = "employer_contact", _("Employer's contact person")
    EXECUTIVE = "executive", _("Executive")
    CASEWORKER = "caseworker", _("Caseworker")
    REGIONAL_OFFICER = "regional_officer", _("Regional welcome officer")
    ORGANISER = "organiser", _("Organiser")
    DOOR_STAFF = "door_staff", _("Door staff")
    NETWORK_COORDINATOR = "network_coordinator", _("Network coordination")
    PROGRAMME_COORDINATOR = "programme_coordinator", _("Programme coordination")
    EDITOR = "editor", _("Editor")
    LANGUAGE_REVIEWER = "language_reviewer", _("Language reviewer")
    TRANSLATOR = "translator", _("Translator")
    PUBLISHER = "publisher", _("Publisher")
    ANALYST = "analyst", _("Analyst")
    DIRECTOR = "director", _("Director")
    PRIVACY_OFFICER = "privacy_officer", _("Privacy officer")
    ADMINISTRATOR = "administrator", _("Administrator")


#: Roles that reach nobody's data but their own: a password or a code is enough.
WITHOUT_SECOND_FACTOR = frozenset({Role.PARTICIPANT, Role.MENTOR, Role.DOOR_STAFF})

#: Roles that open the Wagtail editor.
EDITING = frozenset({Role.EDITOR, Role.LANGUAGE_REVIEWER, Role.TRANSLATOR, Role.PUBLISHER, Role.ADMINISTRATOR})


class ScopeQuerySet(models.QuerySet["Scope"]):
    def everywhere(self) -> "Scope":
        """The one row that means no limit; made when first asked for. Cost: 1 query."""
        return self.get_or_create(kind=Scope.Kind.NONE)[0]

    def of_region(self, region: Region) -> "Scope":
        """The row of a region; made when first asked for. Cost: 1 query."""
        return self.get_or_create(kind=Scope.Kind.REGION, region=region)[0]

    def complete(self) -> Self:
        """Make the rows that are missing, everywhere and one per region; asking twice changes nothing. Cost: 3 queries."""
        missing = [
            Scope(kind=Scope.Kind.REGION, region=region) for region in Region.objects.filter(scope=None).order_by("pk")
        ]
        Scope.objects.bulk_create([Scope(kind=Scope.Kind.NONE), *missing], ignore_conflicts=True)
        return self.all()

    def for_choosing(self) -> Self:
        """With what names them, everywhere first, then regions, then organisations."""
        rank = Case(When(kind="none", then=0), When(kind="region", then=1), default=2)
        # "organisation" is the reverse of a key of the room above; it is there as soon as that room is.
        return self.select_related("region", "organisation").order_by(rank, "region__rank", "organisation__name", "pk")


class Scope(models.Model):
    """Where a grant holds: everywhere (``kind`` none), in a region, or in an organisation.

    An Organisation points to its scope one to one, so that keys still point down.
    """

    class Kind(models.TextChoices):
        NONE = "none", _("everywhere")
        REGION = "region", _("a region")
        ORGANISATION = "organisation", _("an organisation")

    kind = models.CharField(max_length=12, choices=Kind)
    region = models.OneToOneField(Region, null=True, blank=True, on_delete=models.PROTECT, related_name="scope")

    objects = ScopeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="scope_has_a_region_when_it_is_one",
                condition=Q(kind="region", region__isnull=False) | (~Q(kind="region") & Q(region=None)),
            ),
            models.UniqueConstraint(fields=["kind"], condition=Q(kind="none"), name="scope_everywhere_once"),
            models.CheckConstraint(
                name="scope_kind_is_known", condition=Q(kind__in=["none", "region", "organisation"])
            ),
        ]

    def __str__(self) -> str:
        return str(self.region) if self.region_id else self.get_kind_display()

    @property
    def place(self) -> str:
        """Where it is, by name. Cost: 1 query for an organisation that was not selected along."""
        if self.kind == self.Kind.NONE:
            return str(_("everywhere"))
        organisation = getattr(self, "organisation", None)
        return str(organisation) if organisation else str(self)


_EVERYWHERE, _REGION, _ORGANISATION = Scope.Kind.NONE, Scope.Kind.REGION, Scope.Kind.ORGANISATION

#: Where each role may be granted. The doors of an event and the reviews of an edition are rows of those rooms.
SCOPES_OF: dict[str, frozenset[str]] = {
    Role.PARTICIPANT: frozenset({_EVERYWHERE}),
    Role.MENTOR: frozenset({_EVERYWHERE}),
    Role.EMPLOYER_CONTACT: frozenset({_ORGANISATION}),
    Role.EXECUTIVE: frozenset({_ORGANISATION}),
    Role.CASEWORKER: frozenset({_ORGANISATION}),
    Role.REGIONAL_OFFICER: frozenset({_REGION}),
    Role.ORGANISER: frozenset({_REGION, _ORGANISATION}),
    Role.DOOR_STAFF: frozenset({_EVERYWHERE}),
    Role.NETWORK_COORDINATOR: frozenset({_EVERYWHERE}),
    Role.PROGRAMME_COORDINATOR: frozenset({_EVERYWHERE, _REGION}),
    Role.EDITOR: frozenset({_EVERYWHERE}),
    Role.LANGUAGE_REVIEWER: frozenset({_EVERYWHERE}),
    Role.TRANSLATOR: frozenset({_EVERYWHERE}),
    Role.PUBLISHER: frozenset({_EVERYWHERE}),
    Role.ANALYST: frozenset({_EVERYWHERE}),
    Role.DIRECTOR: frozenset({_EVERYWHERE}),
    Role.PRIVACY_OFFICER: frozenset({_EVERYWHERE}),
    Role.ADMINISTRATOR: frozenset({_EVERYWHERE}),
}


class UserQuerySet(models.QuerySet["User"]):
    def named(self, words: str) -> Self:
        """Logins whose name or address holds every word, accents and case aside."""
        parts = fold(words).split()
        found = self.none() if words and not parts else self.all()
        for word in parts:
            found = found.filter(Q(person__folded__contains=word) | Q(email__icontains=word))
        return found


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]  # made on the spot
    def create_user(
        self, email: str, password: str | None = None, *, person: Person | None = None, **fields: Any
    ) -> "User":
        """Make a login, and its Person unless one is given."""
        email = Address.normalise(email)
        person = person or Person.objects.create(name=fields.pop("name", "") or email)
        user = User(email=email, person=person, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """For the command line of an operator; the platform itself only knows grants."""
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A login, one to one with a Person. ``email`` is where it signs in, unique and lower case."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="user")
    email = models.EmailField(_("email"), unique=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        constraints = [models.CheckConstraint(name="login_in_lower_case", condition=Q(email=Lower("email")))]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return self.person.name

    def get_short_name(self) -> str:
        return self.person.name

    def holds_any(self, *roles: str) -> bool:
        """Whether one of the roles is granted, in whatever scope. Cost: 1 query a request, kept on the user."""
        return any(role in roles for role, _scope in self.grants_now)

    @property
    def needs_second_factor(self) -> bool:
        """Whether a role of theirs reaches other people's data. Cost: as ``holds_any``."""
        return any(role not in WITHOUT_SECOND_FACTOR for role, _scope in self.grants_now)

    @property
    def grants_now(self) -> frozenset[tuple[str, int]]:
        """Pairs of role and scope id in force, as ``in_force`` has it; read once per loaded user."""
        if not hasattr(self, "_grants_now"):
            held = self.grants.holding().values_list("role", "scope_id", "scope__kind") if self.is_active else ()
            self._grants_now = frozenset((role, scope) for role, scope, kind in held if kind in SCOPES_OF[role])
        return self._grants_now

    def forget_grants(self) -> None:
        """Read the grants afresh at the next question: they just changed."""
        self.__dict__.pop("_grants_now", None)


def unreachable(user: User) -> str:
    """What stands in place of the address of a login that is closed or erased: unique, and nobody's."""
    return f"efface-{user.pk}@exemple.invalid"


class GrantQuerySet(models.QuerySet["Grant"]):
    def holding(self) -> Self:
        """Not revoked."""
        return self.filter(revoked_at=None)

    def in_force(self) -> Self:
        """Holding, and in a scope where the role is given: an administrator of one organisation is none."""
        fits = Q()
        for kinds in dict.fromkeys(SCOPES_OF.values()):
            fits |= Q(role__in=[role for role in SCOPES_OF if SCOPES_OF[role] == kinds], scope__kind__in=sorted(kinds))
        return self.holding().filter(fits)


class Grant(models.Model):
    """A role given to a login in a scope. Written by ``accounts.actions.grant`` and ``revoke`` alone."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=24, choices=Role)
    scope = models.ForeignKey(Scope, on_delete=models.PROTECT, related_name="grants")
    granted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "scope"], condition=Q(revoked_at=None), name="grant_once_while_it_holds"
            ),
            models.CheckConstraint(name="grant_role_is_known", condition=Q(role__in=Role.values)),
        ]

    def __str__(self) -> str:
        return f"{self.role} ({self.scope})"


class SecondFactorResetQuerySet(models.QuerySet["SecondFactorReset"]):
    def open(self) -> Self:
        """Asked for, and neither done, withdrawn nor out of time."""
        return self.filter(confirmed_at=None, withdrawn_at=None, expires_at__gt=timezone.now())


class SecondFactorReset(models.Model):
    """A lost phone: one administrator asks, another confirms, and the person sets up a new second factor."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="second_factor_resets")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = SecondFactorResetQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="reset_confirmed_by_somebody_else", condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("asked_by"))
            ),
            models.CheckConstraint(
                name="reset_concerns_neither_administrator",
                condition=~Q(asked_by=F("person")) & (Q(confirmed_by=None) | ~Q(confirmed_by=F("person"))),
            ),
            models.CheckConstraint(
                name="reset_confirmed_by_and_at_go_together",
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(confirmed_at=None, withdrawn_at=None), name="reset_open_once_per_person"
            ),
            models.CheckConstraint(
                name="reset_is_confirmed_or_withdrawn", condition=Q(confirmed_at=None) | Q(withdrawn_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.asked_at:%Y-%m-%d}"
