"""A copy of one's data: complete, about nobody else, described by its schema, for its owner alone."""

import json
import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from core import clock, outbox, personal
from core.files import sweeping
from core.outbox import Mail
from core.worker import Worker
from people.accounts.models import Address, Grant, Person, Role
from people.privacy import actions as privacy
from people.privacy import bundle, copies
from people.privacy.models import DataCopy
from tests.factories.accounts import make_person, make_user, sign_in
from tests.factories.canaries import Canaries, row_about
from tests.factories.organisations import make_affiliation, make_organisation
from tests.factories.registration import open_event, registered

pytestmark = pytest.mark.django_db
#: Fields whose words stand in the copy under another name.
GIVEN_BESIDE = {"reason_fr", "reason_en"}


def parcel_of(person: Person, language: str = "fr") -> ZipFile:
    out = BytesIO()
    bundle.write(person, language, out)
    return ZipFile(out)


def data_of(person: Person) -> dict[str, Any]:
    kinds: dict[str, Any] = json.loads(parcel_of(person).read("data.json"))["kinds"]
    return kinds


def fits(value: Any, schema: dict[str, Any], where: str = "") -> list[str]:
    """What of a value the schema does not allow: the part of JSON Schema that a copy uses."""
    names = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "boolean": bool}
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    wrong = []
    if types and not any((value is None) if kind == "null" else isinstance(value, names[kind]) for kind in types):
        wrong.append(f"{where}: {value!r} is no {types}")
    if "const" in schema and value != schema["const"]:
        wrong.append(f"{where}: not {schema['const']}")
    if "enum" in schema and value not in schema["enum"]:
        wrong.append(f"{where}: not one of {schema['enum']}")
    if isinstance(value, dict) and types == ["object"]:
        known = schema.get("properties", {})
        wrong += [f"{where}.{name} is missing" for name in schema.get("required", []) if name not in value]
        for name, item in value.items():
            rest = schema.get("additionalProperties", True)
            if name not in known and rest is False:
                wrong.append(f"{where}.{name} is unknown")
            wrong += fits(item, known.get(name, rest if isinstance(rest, dict) else {}), f"{where}.{name}")
    if isinstance(value, list):
        for number, item in enumerate(value):
            wrong += fits(item, schema.get("items", {}), f"{where}[{number}]")
    return wrong


# ------------------------------------------------------------------ what is in it


def test_every_field_declared_for_the_copy_is_in_it() -> None:
    user, sing = make_user(), Canaries()
    for entry in personal.declarations():
        if entry.owner is not None and entry.fields:
            row_about(entry, user.person, sing)
    parcel = parcel_of(Person.objects.get(pk=user.person_id))
    kinds = json.loads(parcel.read("data.json"))["kinds"]

    for entry in personal.declarations():
        wanted = {name for name, held in entry.fields.items() if held.export}
        if entry.owner is None or not wanted:
            continue
        assert wanted <= set(kinds[entry.code]["rows"][0]), entry.code
        assert f"csv/{entry.code}.csv" in parcel.namelist()
    given = {
        word
        for word, where in sing.sung.items()
        for entry in personal.declarations()
        for name, held in entry.fields.items()
        if held.export and where == f"{entry.code}.{name}"
    }
    text = json.dumps(kinds) + "".join(parcel.namelist())
    files = [parcel.read(name).decode("latin-1") for name in parcel.namelist() if name.startswith("files/")]
    assert [sing.sung[word] for word in given if word not in text and word not in "".join(files)] == []


def test_what_keeps_the_account_safe_is_not_in_it() -> None:
    user, sing = make_user(), Canaries()
    for entry in personal.declarations():
        if entry.owner is not None and entry.fields:
            row_about(entry, user.person, sing)
    parcel = parcel_of(Person.objects.get(pk=user.person_id))
    text = "".join(parcel.read(name).decode("latin-1") for name in parcel.namelist())

    secret = {
        word
        for word, where in sing.sung.items()
        for entry in personal.declarations()
        for name, held in entry.fields.items()
        # A reason is given beside the decision, once that is told.
        # The name is searched without accents: what is not given there is given under "name".
        if not held.export and where == f"{entry.code}.{name}" and name not in {"folded", *GIVEN_BESIDE}
    }
    assert len(secret) > 5
    assert [sing.sung[word] for word in secret if word in text] == []


def test_nobody_else_comes_along() -> None:
    user = make_user()
    giver = make_person("Kanari Voisine", email="kanari.voisine@exemple.test")
    Grant.objects.create(user=user, role=Role.MENTOR, scope=make_organisation().scope, granted_by=giver)
    event = open_event()
    registered(event, person=user.person)
    registered(event, "Kanari Inconnu")
    parcel = parcel_of(user.person)

    text = "".join(parcel.read(name).decode() for name in parcel.namelist()).lower()

    assert "salon de l’emploi de la mauricie" in text
    assert "kanari" not in text


def test_the_document_is_what_its_schema_says() -> None:
    user, sing = make_user(), Canaries()
    for entry in personal.declarations():
        if entry.owner is not None and entry.fields:
            row_about(entry, user.person, sing)
    parcel = parcel_of(Person.objects.get(pk=user.person_id))
    document, schema = (json.loads(parcel.read(name)) for name in ("data.json", "schema.json"))

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert fits(document, schema) == []
    document["kinds"]["accounts.person"]["rows"][0]["name"] = 3
    del document["kinds"]["accounts.address"]
    assert len(fits(document, schema)) == 2


def test_mails_to_a_proven_address_are_in_it_and_others_are_not() -> None:
    person = make_person(email="prouvee@exemple.test", proven=True)
    Address.objects.create(person=person, email="tapee@exemple.test")
    for number, to in enumerate(["prouvee@exemple.test", "tapee@exemple.test", "autre@exemple.test"]):
        mail = outbox.draft("nobody/writes", to=to, language="fr", key=str(number))
        mail.body = f"lettre {number}"
        mail.save()

    rows = data_of(person)["core.mail"]["rows"]

    assert [row["body"] for row in rows] == ["lettre 0"]


def test_the_page_stands_by_itself_in_the_persons_language() -> None:
    user = make_user(name="Zoé <b>Lévesque")
    make_affiliation(user.person, make_organisation("Fonderie Bellerive"))

    french, english = (parcel_of(user.person, language).read("index.html").decode() for language in ("fr", "en"))

    assert '<html lang="fr-CA">' in french
    assert "Rattachements" in french
    assert "Fonderie Bellerive" in french
    assert "Affiliations" in english
    assert "Zoé &lt;b&gt;Lévesque" in french
    assert not re.search(r"<script|<link|src=|href=\"http|url\(|@import", french)


def test_files_come_along_under_names_of_ours(private_folder: Path) -> None:
    user = make_user()
    row_about(personal.of(_profile_model()), user.person, Canaries())  # type: ignore[arg-type]  # declared by accounts

    names = [name for name in parcel_of(user.person).namelist() if name.startswith("files/")]

    assert len(names) == 1
    assert re.fullmatch(r"files/wagtailusers\.userprofile/\d+-avatar\.pdf", names[0])


def _profile_model() -> Any:
    from wagtail.users.models import UserProfile

    return UserProfile


def test_more_rows_cost_no_more_queries(django_assert_num_queries: Any) -> None:
    one, many = make_person(), make_person()
    for person, number in ((one, 1), (many, 3)):
        for _row in range(number):
            make_affiliation(person)
            registered(open_event(), person=person)
    with translation.override("fr"), django_assert_num_queries(number_of_tables := len(queries_of(one))):
        list(document_of(many))
    assert number_of_tables <= 2 * len(list(personal.declarations()))


def queries_of(person: Person) -> list[Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as caught:
        list(document_of(person))
    return list(caught.captured_queries)


def document_of(person: Person) -> dict[str, Any]:
    return bundle.document(person, bundle.tables(person))


# ------------------------------------------------------------------ asked for, made, gone


def test_a_copy_is_made_by_the_worker_and_told_without_a_word_of_data() -> None:
    user = make_user(name="Zoé Lévesque")
    copies.ask(person=user.person, language="fr")
    Worker().run_once()

    copy = DataCopy.objects.get()
    assert copy.ready_at
    assert copy.ready_at - copy.asked_at < timedelta(seconds=60)
    assert copy.size_bytes == copy.file.size
    letter = Mail.objects.get(template="privacy/copy_ready")
    assert letter.state == Mail.State.SENT
    assert "Zoé" not in letter.subject + letter.body
    assert "Votre copie est prête" in letter.subject


def test_one_at_a_time_and_three_a_day() -> None:
    person = make_user().person
    first = copies.ask(person=person, language="fr")
    assert copies.ask(person=person, language="fr") == first
    for _turn in range(2):
        copies.make(copy_pk=DataCopy.objects.in_the_making().get().pk)
        copies.ask(person=person, language="fr")
    copies.make(copy_pk=DataCopy.objects.in_the_making().get().pk)

    with pytest.raises(copies.TooManyCopies):
        copies.ask(person=person, language="fr")

    DataCopy.objects.update(asked_at=timezone.now() - timedelta(hours=25))
    assert copies.ask(person=person, language="fr").ready_at is None


def test_a_copy_is_gone_after_a_week(
    client: Client, private_folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    user = make_user()
    sign_in(client, user)
    copy = copies.ask(person=user.person, language="fr")
    copies.make(copy_pk=copy.pk)
    url = reverse("privacy:copy", args=[copy.pk])
    answer = client.get(url)
    assert answer["Content-Disposition"].startswith("attachment")
    assert ZipFile(BytesIO(b"".join(answer.streaming_content))).testzip() is None  # type: ignore[attr-defined]  # streamed
    assert DataCopy.objects.get().downloaded_at

    DataCopy.objects.update(ready_at=timezone.now() - timedelta(days=7))
    assert client.get(url).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        clock.handler_of(copies.DROP)({"copy": copy.pk})

    assert not DataCopy.objects.exists()
    assert [path for path in private_folder.rglob("*") if path.is_file()] == []


def test_the_nightly_sweep_leaves_a_copy_its_week(client: Client) -> None:
    user = make_user()
    copy = copies.ask(person=user.person, language="fr")
    copies.make(copy_pk=copy.pk)

    assert sweeping.sweep(timezone.now() + timedelta(days=2)) == 0
    answer = sign_in(client, user).get(reverse("privacy:copy", args=[copy.pk]))
    assert ZipFile(BytesIO(b"".join(answer.streaming_content))).testzip() is None  # type: ignore[attr-defined]  # streamed


def test_a_copy_is_for_its_owner_alone(client: Client) -> None:
    copy = copies.ask(person=make_user().person, language="fr")
    copies.make(copy_pk=copy.pk)
    url = reverse("privacy:copy", args=[copy.pk])

    assert client.get(url).status_code == 302
    for role in (Role.PRIVACY_OFFICER, Role.ADMINISTRATOR):
        assert sign_in(Client(), make_user(role)).get(url).status_code == 404


def test_a_copy_that_was_made_is_not_made_again() -> None:
    copy = copies.ask(person=make_user().person, language="fr")

    assert copies.make(copy_pk=copy.pk)
    assert not copies.make(copy_pk=copy.pk)
    assert not copies.make(copy_pk=0)


def test_a_copy_is_packed_outside_the_clocks_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    depths = []
    write = bundle.write
    monkeypatch.setattr(bundle, "write", lambda *given: depths.append(len(connection.savepoint_ids)) or write(*given))
    copies.ask(person=make_user().person, language="fr")

    clock.tick()

    assert depths == [len(connection.savepoint_ids)]
    assert DataCopy.objects.get().ready_at


def test_what_was_packed_of_somebody_erased_meanwhile_is_kept_by_nobody(
    private_folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    person = make_user().person
    packed = copies.pack(copy_pk=copies.ask(person=person, language="fr").pk)
    assert packed
    Person.objects.filter(pk=person.pk).update(erased_at=timezone.now())

    with django_capture_on_commit_callbacks(execute=True):
        assert not copies.keep(packed=packed)

    assert [path for path in private_folder.rglob("*") if path.is_file()] == []


def test_what_was_packed_of_an_entry_joined_meanwhile_is_kept_by_nobody() -> None:
    keep, gone = make_user().person, make_person("Zoé Lévesque")
    packed = copies.pack(copy_pk=copies.ask(person=gone, language="fr").pk)
    assert packed
    privacy.merge(keep=keep, gone=gone, by=None)

    assert not copies.keep(packed=packed)

    assert not DataCopy.objects.exists()


def test_a_copy_of_somebody_erased_meanwhile_is_not_asked_for() -> None:
    stale = make_user().person
    Person.objects.filter(pk=stale.pk).update(erased_at=timezone.now())

    with pytest.raises(copies.PersonGone):
        copies.ask(person=stale, language="fr")

    assert not DataCopy.objects.exists()


def test_a_file_that_is_gone_does_not_stop_the_copy() -> None:
    user = make_user()
    profile = _profile_model().get_for_user(user)
    profile.avatar.save("x.png", ContentFile(b"x"))
    profile.avatar.storage.delete(profile.avatar.name)

    assert "index.html" in parcel_of(user.person).namelist()


def test_a_copy_leaves_out_letters_about_others_who_share_the_mailbox() -> None:
    owner, other = make_user(email="famille@exemple.test").person, make_person(email="famille@exemple.test")
    for subject, about, stream in (
        ("À moi", owner, ""),
        ("À mon conjoint", other, ""),
        ("Son invitation", None, f"participants/{other.pk}"),
        ("De la maison", None, ""),
    ):
        Mail.objects.create(
            key=subject,
            message_id=f"<{subject}>",
            template="accounts/anything",
            recipient="famille@exemple.test",
            stream=stream,
            subject=subject,
            object_type=about._meta.label_lower if about else "",
            object_id=str(about.pk) if about else "",
        )

    mails = data_of(owner)["core.mail"]["rows"]

    assert {mail["subject"] for mail in mails} == {"À moi", "De la maison"}
