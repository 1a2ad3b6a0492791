"""Two Persons turn out to be one: their rows become one person's, counted once, and the story is audited."""

from collections.abc import Collection
from dataclasses import dataclass

from django.apps import apps
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from core import audit, personal
from core.folding import fold
from core.refusals import Refusal
from people.accounts import actions as accounts
from people.accounts.models import WITHOUT_SECOND_FACTOR, Address, Grant, Person, User
from people.privacy import signals
from people.privacy.models import Distinction
from people.privacy.rules import joined_by_an_address, possible_doubles


class SamePerson(Refusal):
    message = _("This is one and the same entry: choose another one to join to it.")


class AlreadyMerged(Refusal):
    message = _(
        "One of the two was merged with somebody else in the meantime. Search again and look at what stands now."
    )


class ErasedPerson(Refusal):
    message = _("One of the two was erased: nothing is left of them to merge.")


class BothSignIn(Refusal):
    message = _(
        "Both have a login. Choose which one stays: the other login is closed, and its roles end with it. "
        "Confirm that, and the two become one."
    )


class LoginHoldsRoles(Refusal):
    message = _(
        "The login that would be closed holds roles that reach other people's data. "
        "Ask an administrator to take them away first, or swap the two entries."
    )


class OwnEntry(Refusal):
    message = _(
        "One of the two entries is your own: ask somebody else who may join entries. "
        "What was entered under one of your addresses, you find in your account, under “Is this you?”."
    )


class NotADouble(Refusal):
    message = _("This entry is no longer offered to you: it was settled in the meantime.")


@dataclass(frozen=True)
class Holding:
    """How many rows of one declared model are about a person."""

    entry: personal.Declaration
    rows: int

    @property
    def field_names(self) -> list[str]:
        """What the person gets of it in their copy, in words."""
        return [self.entry.field_name(name) for name, held in self.entry.fields.items() if held.export]

    @property
    def goes(self) -> bool:
        """Whether erasure changes anything of it."""
        return self.entry.on_erase == "delete" or any(not held.stays for held in self.entry.fields.values())


def holdings(person: Person) -> list[Holding]:
    """What the register knows of the person, in merge order, models without a row left out. Cost: 1 query a model."""
    return holdings_of([person])[person.pk]


def holdings_of(people: Collection[Person]) -> dict[int, list[Holding]]:
    """The same for several people, by id. Cost: 1 query a model."""
    found: dict[int, list[Holding]] = {person.pk: [] for person in people}
    for entry in personal.declarations():
        if entry.owner:
            rows = entry.model._default_manager.filter(**{f"{entry.owner}__in": found}).order_by()
            for owner, number in rows.values_list(entry.owner).annotate(number=Count("pk")):
                found[owner].append(Holding(entry, number))
    return found


def staying(person: Person) -> list[tuple[Holding, list[tuple[str, personal.Words]]]]:
    """What erasure leaves of the person, and why: per kind, pairs of field and reason. Cost: 1 query a model."""
    found = []
    for holding in holdings(person):
        entry = holding.entry
        reasons = [(entry.field_name(name), held.stays) for name, held in entry.fields.items() if held.stays]
        if reasons and entry.on_erase == "blank":
            found.append((holding, reasons))
    return found


@transaction.atomic
def merge(*, keep: Person, gone: Person, by: Person | None, close_login: bool = False) -> Person:
    """Make ``gone`` one with ``keep``, as each room's ``personal.py`` says; the answer is the Person that stays.

    Rows move in the register's order; then whatever else still names ``gone`` (who granted, who invited) names
    ``keep``. A login of ``gone`` moves if ``keep`` has none. If both have one, ``close_login`` says that keep's
    stays and gone's is closed: its roles end and are not handed on, for a merge is no way to a role. Nor is it one to
    an address: what another login has proven, or an entry without one, the login that stays proves anew.

    Doing it twice changes nothing. Cost: about 5 queries a declared model; rare, and in one transaction.

    Raises OwnEntry if ``by`` is one of the two (they ``claim`` what is theirs), SamePerson, AlreadyMerged, ErasedPerson,
    BothSignIn, LoginHoldsRoles, and what revoking a role may raise.
    """
    if by is not None and by.pk in {keep.pk, gone.pk}:
        raise OwnEntry
    return _join(keep=keep, gone=gone, by=by, close_login=close_login)


def _join(*, keep: Person, gone: Person, by: Person | None, close_login: bool = False) -> Person:
    if keep.pk == gone.pk:
        raise SamePerson
    # Locked in one order, so that two merges of the same pair queue in place of deadlocking.
    rows = Person.objects.select_for_update(of=("self",)).filter(pk__in=[keep.pk, gone.pk]).order_by("pk")
    locked = {person.pk: person for person in rows}
    keep, gone = locked[keep.pk], locked[gone.pk]
    if gone.merged_into_id == keep.pk:
        return keep
    if keep.merged_into_id or gone.merged_into_id:
        raise AlreadyMerged
    if keep.erased_at or gone.erased_at:
        raise ErasedPerson
    moved = {holding.entry.model._meta.label_lower: holding.rows for holding in holdings(gone)}
    closed = _settle_logins(keep, gone, by=by, close_login=close_login)
    for entry in personal.declarations():
        if entry.merge is not None:
            entry.merge(keep, gone)
    _point_to(keep, gone)
    Person.objects.filter(merged_into=gone).update(merged_into=keep)
    gone.merged_into = keep
    gone.save(update_fields=["merged_into"])
    keep.refresh_from_db()
    audit.record("person.merged", keep, by=by, values={"gone": gone.pk, "rows": moved, "login_closed": closed})
    signals.merged.send(Person, keep=keep, gone=gone)
    return keep


def _settle_logins(keep: Person, gone: Person, *, by: Person | None, close_login: bool) -> bool:
    """Move gone's login, or close it; whether one was closed. The login that stays keeps what it has proven, no more."""
    leaving = User.objects.filter(person=gone).first()
    keeps_its_own = User.objects.filter(person=keep).exists()
    if leaving or keeps_its_own:
        Address.objects.filter(person=gone if keeps_its_own else keep).update(proven_at=None)
    if leaving is None:
        return False
    if not keeps_its_own:
        leaving.person = keep
        leaving.save(update_fields=["person"])
        return False
    held = Grant.objects.holding().filter(user=leaving)
    if held.exclude(role__in=WITHOUT_SECOND_FACTOR).exists():
        raise LoginHoldsRoles
    if leaving.is_active and not close_login:
        raise BothSignIn
    accounts.close_login(user=leaving, by=by)
    return True


def _point_to(keep: Person, gone: Person) -> None:
    """Every key of every model that still names ``gone``: rows without a rule of their own, and those who acted."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.related_model is Person and model not in {Person, User}:
                model._base_manager.filter(**{field.name: gone}).update(**{field.name: keep})


@transaction.atomic
def link_guests(*, user: User, email: str) -> int:
    """The login has proven an address: guests it reaches who bear the same name are the same person. How many joined.

    A guest of another name is somebody else until the person says so (:func:`rules.possible_doubles`), and one whom rooms
    vouch for (:func:`rules.vouched_for`) until somebody does who knows them.
    """
    guests = joined_by_an_address().filter(pk__in=Person.objects.reached_at(email).values("pk")).order_by("pk")
    same = [guest for guest in guests if fold(guest.name) == fold(user.person.name)]
    for guest in same:
        _join(keep=user.person, gone=guest, by=user.person)
    return len(same)


@transaction.atomic
def claim(*, user: User, other: Person) -> Person:
    """The person says: this entry, reached at an address I have proven, is me. Raises NotADouble."""
    if not possible_doubles(user).filter(pk=other.pk).exists():
        raise NotADouble
    return _join(keep=user.person, gone=other, by=user.person)


@transaction.atomic
def tell_apart(*, one: Person, other: Person, by: Person | None) -> None:
    """Two people indeed: never offered as doubles again. Saying it twice keeps it once."""
    first, second = sorted([one.pk, other.pk])
    said, is_new = Distinction.objects.get_or_create(first_id=first, second_id=second, defaults={"said_by": by})
    if is_new:
        audit.record("person.told_apart", said, by=by, fields=["first", "second"])
