"""Two entries of one person become one, and nothing is counted twice after."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db.models import Model
from django.utils import timezone

from core.audit import Entry
from core.outbox import Mail
from people.accounts.actions import link_proven_address
from people.accounts.models import Address, Grant, Person, Role, User
from people.organisations.models import Affiliation, Invitation
from people.privacy import actions, rules
from people.privacy.models import Distinction
from people.privacy.signals import merged
from tests.factories.accounts import make_person, make_user
from tests.factories.organisations import make_affiliation, make_organisation

pytestmark = pytest.mark.django_db


def rows_naming(person: Person) -> list[tuple[type[Model], str]]:
    """Every row of any model that still points to the person, their own login and their own row aside."""
    return [
        (model, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.related_model is Person and model not in {Person, User}
        if model._base_manager.filter(**{field.name: person}).exists()
    ]


def test_addresses_and_affiliations_become_one_persons() -> None:
    keep = make_person("Zoé Lévesque", email="zoe@exemple.test")
    gone = make_person("Zoe Levesque", email="zoe.levesque@exemple.test")
    held = make_affiliation(gone)

    actions.merge(keep=keep, gone=gone, by=None)

    assert set(keep.addresses.values_list("email", flat=True)) == {"zoe@exemple.test", "zoe.levesque@exemple.test"}
    held.refresh_from_db()
    assert held.person == keep
    gone.refresh_from_db()
    assert gone.merged_into == keep
    assert gone not in Person.objects.current()
    assert rows_naming(gone) == []


def test_what_both_have_is_kept_once() -> None:
    keep = make_person("Zoé Lévesque", email="zoe@exemple.test")
    gone = make_person("Zoé Lévesque", email="zoe@exemple.test", proven=True)
    organisation = make_organisation()
    late = make_affiliation(keep, organisation, since=timezone.localdate())
    make_affiliation(gone, organisation, since=timezone.localdate().replace(year=2020), title="Acheteuse")

    actions.merge(keep=keep, gone=gone, by=None)

    assert keep.addresses.get().proven_at is not None
    late.refresh_from_db()
    assert Affiliation.objects.get() == late
    assert (late.since.year, late.title) == (2020, "Acheteuse")


def test_who_acted_is_the_one_who_stays() -> None:
    keep, gone = make_person(), make_person()
    Invitation.objects.create(
        organisation=make_organisation(), email="a@exemple.test", role=Role.EXECUTIVE, invited_by=gone
    )
    Grant.objects.create(user=make_user(), role=Role.MENTOR, scope=make_organisation().scope, granted_by=gone)

    actions.merge(keep=keep, gone=gone, by=None)

    assert Invitation.objects.get().invited_by == keep
    assert Grant.objects.get().granted_by == keep
    assert rows_naming(gone) == []


def test_a_merge_is_audited_with_counts_and_without_names() -> None:
    keep, gone = make_person("Zoé Lévesque"), make_person("Zoé Lévesque", email="zoe@exemple.test")
    by = make_person()

    actions.merge(keep=keep, gone=gone, by=by)

    entry = Entry.objects.get(action="person.merged")
    assert (entry.actor, entry.object_id) == (by.pk, str(keep.pk))
    assert entry.values == {"gone": gone.pk, "rows": {"accounts.address": 1}, "login_closed": False}


def test_merging_twice_is_merging_once() -> None:
    keep, gone = make_person(email="a@exemple.test"), make_person(email="b@exemple.test")

    actions.merge(keep=keep, gone=gone, by=None)
    actions.merge(keep=keep, gone=gone, by=None)

    assert Entry.objects.filter(action="person.merged").count() == 1


def test_a_chain_of_merges_leads_to_the_last_one_at_once() -> None:
    first, second, third = make_person(), make_person(), make_person()

    actions.merge(keep=second, gone=first, by=None)
    actions.merge(keep=third, gone=second, by=None)

    assert set(Person.objects.filter(merged_into=third)) == {first, second}


def test_news_of_a_merge_goes_up() -> None:
    heard: list[Any] = []

    def hear(keep: Person, gone: Person, **_news: Any) -> None:
        heard.append((keep, gone))

    merged.connect(hear)
    keep, gone = make_person(), make_person()
    actions.merge(keep=keep, gone=gone, by=None)
    merged.disconnect(hear)

    assert heard == [(keep, gone)]


def test_nobody_is_merged_with_themselves_or_into_somebody_who_is_gone() -> None:
    one, two, three = make_person(), make_person(), make_person()
    with pytest.raises(actions.SamePerson):
        actions.merge(keep=one, gone=one, by=None)
    actions.merge(keep=one, gone=two, by=None)

    with pytest.raises(actions.AlreadyMerged):
        actions.merge(keep=two, gone=three, by=None)
    with pytest.raises(actions.AlreadyMerged):
        actions.merge(keep=three, gone=two, by=None)


def test_an_erased_person_is_not_merged() -> None:
    Person.objects.filter(pk=(erased := make_person()).pk).update(name="", erased_at=timezone.now())

    with pytest.raises(actions.ErasedPerson):
        actions.merge(keep=make_person(), gone=erased, by=None)


# ------------------------------------------------------------------ logins


def test_the_only_login_moves_with_its_roles() -> None:
    keep, user = make_person(), make_user(Role.ORGANISER, scope=make_organisation().scope)

    actions.merge(keep=keep, gone=user.person, by=None)

    user = User.objects.get()
    assert user.person == keep
    assert user.holds_any(Role.ORGANISER)


def test_of_two_logins_one_must_be_closed_on_purpose() -> None:
    keep, gone = make_user(), make_user(Role.MENTOR)

    with pytest.raises(actions.BothSignIn):
        actions.merge(keep=keep.person, gone=gone.person, by=None)
    assert Person.objects.filter(merged_into=None).count() == 2

    actions.merge(keep=keep.person, gone=gone.person, by=None, close_login=True)

    gone = User.objects.get(pk=gone.pk)
    assert not gone.is_active
    assert not Grant.objects.holding().exists()
    assert not User.objects.get(pk=keep.pk).holds_any(Role.MENTOR)
    assert Entry.objects.get(action="person.merged").values["login_closed"] is True


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.ANALYST, Role.PRIVACY_OFFICER])
def test_a_login_that_reaches_other_peoples_data_is_not_closed_by_a_merge(role: str) -> None:
    make_user(Role.ADMINISTRATOR)
    officer, keep, gone = make_user(Role.PRIVACY_OFFICER), make_user(), make_user(role, Role.MENTOR)

    with pytest.raises(actions.LoginHoldsRoles):
        actions.merge(keep=keep.person, gone=gone.person, by=officer.person, close_login=True)

    assert User.objects.get(pk=gone.pk).holds_any(role)
    Grant.objects.filter(user=gone, role=role).update(revoked_at=timezone.now())
    actions.merge(keep=keep.person, gone=gone.person, by=officer.person, close_login=True)
    assert not User.objects.get(pk=gone.pk).is_active


def test_nobody_joins_their_own_entry_to_somebody_elses_by_office() -> None:
    officer, other, guest = make_user(Role.PRIVACY_OFFICER), make_user(), make_person(email="invitee@exemple.test")

    for keep, gone in ((officer.person, other.person), (officer.person, guest), (guest, officer.person)):
        with pytest.raises(actions.OwnEntry):
            actions.merge(keep=keep, gone=gone, by=officer.person, close_login=True)

    assert not Person.objects.exclude(merged_into=None).exists()


def test_an_address_that_a_closed_login_had_proven_must_be_proven_again() -> None:
    keep, gone = make_user(), make_user(email="invitee@exemple.test")
    Address.objects.create(person=gone.person, email=keep.email, proven_at=timezone.now())
    proven = keep.person.addresses.get().proven_at

    actions.merge(keep=keep.person, gone=gone.person, by=None, close_login=True)

    assert keep.person.addresses.get(email="invitee@exemple.test").proven_at is None
    assert keep.person.addresses.get(email=keep.email).proven_at == proven


def test_a_closed_login_lets_go_of_its_address_and_keys_and_its_owner_is_told() -> None:
    keep, gone = make_user(), make_user(email="ancienne@exemple.test")
    Authenticator.objects.create(user=gone, type="totp", data={})

    actions.merge(keep=keep.person, gone=gone.person, by=None, close_login=True)

    closed = User.objects.get(pk=gone.pk)
    assert closed.email.endswith("exemple.invalid")
    assert not EmailAddress.objects.filter(user=closed).exists()
    assert not Authenticator.objects.filter(user=closed).exists()
    letter = Mail.objects.get(template="accounts/login_closed")
    assert letter.recipient == "ancienne@exemple.test"
    # The login that stays may prove it now.
    EmailAddress.objects.create(user=keep, email="ancienne@exemple.test", verified=True)
    link_proven_address(user=keep, email="ancienne@exemple.test")
    assert keep.person.addresses.get(email="ancienne@exemple.test").proven_at


def test_a_login_takes_no_proof_over_from_an_entry_without_one() -> None:
    user, guest = make_user(), make_person(email="invitee@exemple.test", proven=True)

    actions.merge(keep=guest, gone=user.person, by=None)

    assert guest.addresses.get(email="invitee@exemple.test").proven_at is None
    assert guest.addresses.get(email=user.email).proven_at


def test_of_two_entries_without_a_login_each_keeps_what_was_proven() -> None:
    keep, gone = make_person(email="a@exemple.test", proven=True), make_person(email="b@exemple.test", proven=True)

    actions.merge(keep=keep, gone=gone, by=None)

    assert keep.addresses.filter(proven_at__isnull=False).count() == 2


# ------------------------------------------------------------------ guests


def test_a_guest_of_the_same_name_is_joined_when_the_address_is_proven() -> None:
    user = make_user(email="zoe@exemple.test", name="Zoé Lévesque")
    guest = make_person("ZOE  LEVESQUE", email="zoe@exemple.test")
    other = make_person("Marc Lévesque", email="zoe@exemple.test")

    assert actions.link_guests(user=user, email="Zoe@exemple.test") == 1

    guest.refresh_from_db()
    assert guest.merged_into == user.person
    assert list(rules.possible_doubles(user)) == [other]


def test_somebody_elses_login_is_never_taken_for_a_guest() -> None:
    user = make_user(email="zoe@exemple.test", name="Zoé Lévesque")
    twin = make_user(email="z@exemple.test", name="Zoé Lévesque")
    Address.objects.create(person=twin.person, email="zoe@exemple.test")

    assert actions.link_guests(user=user, email="zoe@exemple.test") == 0
    assert not rules.possible_doubles(user).exists()


def test_an_address_that_is_not_proven_offers_nobody() -> None:
    user = make_user()
    Address.objects.create(person=user.person, email="famille@exemple.test")
    guest = make_person("Marc", email="famille@exemple.test")

    assert not rules.possible_doubles(user).exists()
    with pytest.raises(actions.NotADouble):
        actions.claim(user=user, other=guest)


def test_somebody_told_apart_is_not_offered_again() -> None:
    user = make_user(email="famille@exemple.test")
    guest = make_person("Marc", email="famille@exemple.test")
    assert list(rules.possible_doubles(user)) == [guest]

    actions.tell_apart(one=user.person, other=guest, by=user.person)
    actions.tell_apart(one=guest, other=user.person, by=user.person)

    assert not rules.possible_doubles(user).exists()
    assert Distinction.objects.count() == 1


def test_what_was_told_apart_from_one_entry_stays_apart_after_a_merge() -> None:
    user = make_user(email="famille@exemple.test")
    guest, double = make_person("Marc", email="famille@exemple.test"), make_person("Marc L.")
    for other in (double, user.person):
        actions.tell_apart(one=guest, other=other, by=None)
    actions.tell_apart(one=double, other=user.person, by=None)

    actions.merge(keep=user.person, gone=double, by=None)

    said = Distinction.objects.get()
    assert {said.first, said.second} == {guest, user.person}
