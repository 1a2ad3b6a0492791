"""Organisations are entered once, kept by their own, joined and left."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from core import generations
from core.audit import Entry
from people.accounts.models import Grant, Role, Scope
from people.organisations import actions, rules
from people.organisations.forms import AffiliationForm, OrganisationForm
from people.organisations.models import Affiliation, Organisation
from tests.factories.accounts import make_person, make_region, make_user
from tests.factories.organisations import make_affiliation, make_organisation, make_speaker, picture

pytestmark = pytest.mark.django_db


def test_an_organisation_is_founded_with_a_scope_of_its_own() -> None:
    by = make_person()

    organisation = actions.found(by=by, name="Fonderie Bellerive", neq="1199000010")

    assert organisation.scope.kind == Scope.Kind.ORGANISATION
    entry = Entry.objects.get(action="organisation.founded")
    assert (entry.actor, entry.fields) == (by.pk, ["name", "neq"])


def test_a_neq_that_two_people_enter_at_once_is_taken_by_the_first() -> None:
    make_organisation(neq="1199000010")

    with pytest.raises(actions.NeqTaken):
        actions.found(by=None, name="Fonderie Bellerive", neq="1199000010")

    assert Scope.objects.filter(kind=Scope.Kind.ORGANISATION).count() == 1


def test_a_change_is_audited_by_the_names_of_its_fields_alone_and_ages_cached_pages() -> None:
    organisation = make_organisation("Fonderie Bellerive")
    before = generations.current(["organisations"])

    actions.change(
        organisation=organisation, by=None, details={"name": "Fonderie Bellerive inc.", "website": organisation.website}
    )

    entry = Entry.objects.get(action="organisation.changed")
    assert (entry.fields, entry.values) == (["name"], {})
    generations.forget()
    assert generations.current(["organisations"]) != before
    assert Organisation.objects.matching("BELLERIVE inc").get() == organisation


def test_a_change_of_nothing_leaves_no_trace() -> None:
    organisation = make_organisation("Fonderie Bellerive")

    actions.change(organisation=organisation, by=None, details={"name": "Fonderie Bellerive", "neq": None, "logo": ""})

    assert not Entry.objects.filter(action="organisation.changed").exists()


def form_with(upload: SimpleUploadedFile, **fields: str) -> OrganisationForm:
    typed = {"name": "Ruche", "type": "private", "region": "04", "logo_alt_fr": "Une ruche"} | fields
    return OrganisationForm(typed, {"logo": upload})


def test_a_logo_is_drawn_again_small_and_without_metadata() -> None:
    form = form_with(picture(3000, 1000))
    assert form.is_valid(), form.errors

    organisation = actions.found(by=None, **form.details)

    with Image.open(organisation.logo.open()) as drawn:
        assert (drawn.format, drawn.size) == ("WEBP", (480, 160))
        assert not drawn.getexif()
    assert "logo.png" not in organisation.logo.name


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("logo.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", content_type="image/png"),
        SimpleUploadedFile("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", content_type="image/svg+xml"),
        picture(10, 10, form="TIFF", name="logo.tiff"),
        picture(6000, 5000),
    ],
    ids=["not a picture", "svg", "another format", "too many pixels"],
)
def test_what_is_no_decent_picture_is_refused_with_a_sentence(upload: SimpleUploadedFile) -> None:
    form = form_with(upload)

    assert list(form.errors) == ["logo"]


def test_a_logo_wants_words_for_those_who_do_not_see_it() -> None:
    form = form_with(picture(), logo_alt_fr="")

    assert list(form.errors) == ["logo_alt_fr"]


def test_a_new_logo_removes_the_old_file(django_capture_on_commit_callbacks: Any) -> None:
    first, second = form_with(picture()), form_with(picture(20, 20))
    assert first.is_valid()
    assert second.is_valid()
    organisation = actions.found(by=None, **first.details)
    old, storage = organisation.logo.name, organisation.logo.storage

    with django_capture_on_commit_callbacks(execute=True):
        actions.change(organisation=organisation, by=None, details=second.details)

    assert not storage.exists(old)
    assert storage.exists(organisation.logo.name)


def test_a_logo_can_be_taken_down(django_capture_on_commit_callbacks: Any) -> None:
    form = form_with(picture())
    assert form.is_valid()
    organisation = actions.found(by=None, **form.details)
    old, storage = organisation.logo.name, organisation.logo.storage

    with django_capture_on_commit_callbacks(execute=True):
        actions.change(organisation=organisation, by=None, details={"logo": False})

    assert not organisation.logo
    assert not storage.exists(old)


def test_a_person_is_with_an_organisation_once_while_it_lasts() -> None:
    held = make_affiliation()

    with pytest.raises(actions.AlreadyAffiliated):
        actions.affiliate(organisation=held.organisation, person=held.person, by=None)


def test_whoever_left_may_come_back() -> None:
    held = make_affiliation(since=timezone.localdate() - timedelta(days=400))
    actions.end_affiliation(affiliation=held, by=None, until=timezone.localdate() - timedelta(days=10))

    again = actions.affiliate(organisation=held.organisation, person=held.person, by=None)

    assert list(Affiliation.objects.current()) == [again]


@pytest.mark.parametrize("days", [1, -11])
def test_an_affiliation_ends_between_its_first_day_and_today(days: int) -> None:
    held = make_affiliation(since=timezone.localdate() - timedelta(days=10))

    with pytest.raises(actions.AffiliationNotEnded):
        actions.end_affiliation(affiliation=held, by=None, until=timezone.localdate() + timedelta(days=days))


def test_an_affiliation_begins_today_at_the_latest() -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)

    with pytest.raises(actions.AffiliationNotBegun):
        actions.affiliate(organisation=make_organisation(), person=make_person(), by=None, since=tomorrow)

    assert not Affiliation.objects.exists()
    typed = {"name": "Zoé Lévesque", "email": "zoe@exemple.test"}
    assert list(AffiliationForm(typed | {"since": tomorrow.isoformat()}).errors) == ["since"]
    assert AffiliationForm(typed | {"since": timezone.localdate().isoformat()}).is_valid()


def test_leaving_an_organisation_ends_the_roles_held_there_and_no_others() -> None:
    organisation, elsewhere = make_organisation(), make_organisation()
    user = make_speaker(organisation)
    kept = Grant.objects.create(user=user, role=Role.EXECUTIVE, scope=elsewhere.scope)
    held = make_affiliation(user.person, organisation)

    actions.end_affiliation(affiliation=held, by=None)

    assert list(Grant.objects.holding()) == [kept]


def test_somebody_known_at_an_address_is_not_entered_twice_under_the_same_name() -> None:
    known = make_person("Zoé Lévesque", email="zoe@exemple.test")
    make_person("Marc Lévesque", email="zoe@exemple.test")

    held = actions.affiliate_by_address(
        organisation=make_organisation(), name="ZOE LEVESQUE", email="Zoe@exemple.test", by=None
    )
    other = actions.affiliate_by_address(
        organisation=make_organisation(), name="Ana Lévesque", email="zoe@exemple.test", by=None
    )

    assert held.person == known
    assert other.person.addresses.get().email == "zoe@exemple.test"
    assert other.person not in {known}


def test_each_role_keeps_the_organisations_of_its_scope() -> None:
    mauricie, estrie = make_region("04"), make_region("05")
    here, there = make_organisation(region="04"), make_organisation(region="05")
    nowhere = make_organisation()

    def kept(role: str, scope: Scope | None = None) -> set[Organisation]:
        return set(Organisation.objects.kept_by(make_user(role, scope=scope)))

    assert kept(Role.ADMINISTRATOR) == kept(Role.NETWORK_COORDINATOR) == {here, there, nowhere}
    assert kept(Role.ORGANISER, Scope.objects.of_region(mauricie)) == {here}
    assert kept(Role.PROGRAMME_COORDINATOR, Scope.objects.of_region(estrie)) == {there}
    assert kept(Role.ORGANISER, there.scope) == kept(Role.EXECUTIVE, there.scope) == {there}
    assert kept(Role.CASEWORKER, here.scope) == kept(Role.EDITOR) == set()


def test_nobody_invites_to_more_than_they_may_give() -> None:
    here, elsewhere = make_organisation(region="04"), make_organisation(region="05")

    def invites(role: str, scope: Scope | None, organisation: Organisation) -> list[str]:
        return [str(found.value) for found in rules.roles_to_invite(make_user(role, scope=scope), organisation)]

    assert invites(Role.EMPLOYER_CONTACT, here.scope, here) == ["employer_contact"]
    assert invites(Role.EXECUTIVE, here.scope, here) == ["employer_contact", "executive"]
    assert invites(Role.EXECUTIVE, here.scope, elsewhere) == []
    assert invites(Role.ORGANISER, Scope.objects.of_region(make_region("04")), elsewhere) == []
    assert invites(Role.NETWORK_COORDINATOR, None, here) == ["employer_contact", "executive"]
    assert len(invites(Role.ADMINISTRATOR, None, here)) == 4
