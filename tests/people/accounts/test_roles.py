import pytest

from core.audit import Entry
from people.accounts import actions, refusals, rules
from people.accounts.models import Grant, Scope
from tests.factories.accounts import make_region, make_user

pytestmark = pytest.mark.django_db


def test_a_role_given_twice_is_held_once() -> None:
    admin, user = make_user("administrator"), make_user()

    first = actions.grant(user=user, role="editor", by=admin.person)
    again = actions.grant(user=user, role="editor", by=admin.person)

    assert first == again
    assert Entry.objects.filter(action="accounts.granted").count() == 1


def test_a_role_given_puts_the_login_in_wagtails_group_and_taking_it_takes_it_out() -> None:
    admin, user = make_user("administrator"), make_user()

    given = actions.grant(user=user, role="publisher", by=admin.person)
    assert [group.name for group in user.groups.all()] == ["Moderators"]

    actions.revoke(grant=given, by=admin.person)
    assert not user.groups.exists()
    assert not user.holds_any("publisher")


def test_one_of_two_roles_taken_leaves_the_group_of_the_other() -> None:
    user = make_user()
    actions.grant(user=user, role="publisher", by=None)
    given = actions.grant(user=user, role="translator", by=None)

    actions.revoke(grant=given, by=None)

    assert [group.name for group in user.groups.all()] == ["Moderators"]


def test_nobody_changes_their_own_roles() -> None:
    make_user("administrator")
    admin = make_user("administrator")

    with pytest.raises(refusals.OwnGrant):
        actions.grant(user=admin, role="director", by=admin.person)
    with pytest.raises(refusals.OwnGrant):
        actions.revoke(grant=admin.grants.get(), by=admin.person)


def test_who_is_no_administrator_gives_nothing() -> None:
    with pytest.raises(refusals.NotAnAdministrator):
        actions.grant(user=make_user(), role="mentor", by=make_user("director").person)


def test_who_is_no_administrator_takes_nothing_away() -> None:
    given = make_user("mentor").grants.get()

    with pytest.raises(refusals.NotAnAdministrator):
        actions.revoke(grant=given, by=make_user("director").person)

    assert Grant.objects.holding().filter(pk=given.pk).exists()


def test_an_administrator_of_yesterday_gives_nothing_today() -> None:
    admin = make_user("administrator")
    admin.grants.update(revoked_at=admin.created_at)

    with pytest.raises(refusals.NotAnAdministrator):
        actions.grant(user=make_user(), role="mentor", by=admin.person)


def test_the_last_administrator_stays() -> None:
    only = make_user("administrator")

    with pytest.raises(refusals.LastAdministrator):
        actions.revoke(grant=only.grants.get(), by=None)


def test_an_administrator_whose_login_is_off_does_not_count_as_another() -> None:
    active, gone = make_user("administrator"), make_user("administrator")
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)

    with pytest.raises(refusals.LastAdministrator):
        actions.revoke(grant=active.grants.get(), by=None)


def test_a_role_of_a_region_is_not_given_everywhere() -> None:
    with pytest.raises(refusals.ScopeDoesNotFit):
        actions.grant(user=make_user(), role="regional_officer", by=None)


@pytest.mark.parametrize(
    ("role", "kind"), [("administrator", "organisation"), ("administrator", "region"), ("executive", "none")]
)
def test_a_role_written_by_hand_where_it_is_not_given_opens_nothing(role: str, kind: str) -> None:
    scopes = {
        "none": Scope.objects.everywhere(),
        "region": Scope.objects.of_region(make_region("06")),
        "organisation": Scope.objects.create(kind="organisation"),
    }
    user = make_user("mentor")
    Grant.objects.create(user=user, role=role, scope=scopes[kind])

    assert user.grants_now == {("mentor", scopes["none"].pk)}
    assert not rules.is_administrator(user.person)


def test_an_administrator_of_an_organisation_alone_is_no_other_administrator() -> None:
    active = make_user("administrator")
    Grant.objects.create(user=make_user(), role="administrator", scope=Scope.objects.create(kind="organisation"))

    with pytest.raises(refusals.LastAdministrator):
        actions.revoke(grant=active.grants.get(), by=None)


def test_a_region_has_one_scope_however_often_it_is_asked_for() -> None:
    region = make_region("06")

    first, again = Scope.objects.of_region(region), Scope.objects.of_region(region)
    Scope.objects.complete()
    Scope.objects.complete()

    assert first == again
    assert Scope.objects.filter(region=region).count() == 1
    assert Scope.objects.filter(kind="none").count() == 1


def test_a_role_taken_and_given_again_leaves_both_in_the_record() -> None:
    user = make_user()
    given = actions.grant(user=user, role="analyst", by=None)
    actions.revoke(grant=given, by=None)
    actions.revoke(grant=given, by=None)
    actions.grant(user=user, role="analyst", by=None)

    assert Grant.objects.filter(user=user).count() == 2
    assert Entry.objects.filter(action="accounts.revoked").count() == 1
