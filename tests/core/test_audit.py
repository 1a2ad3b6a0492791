"""What was done is written once, tells who and what, and holds nothing personal."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sites.models import Site
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from core import audit, personal
from core.audit import Entry

pytestmark = pytest.mark.django_db


def site() -> Site:
    found = Site.objects.first()
    assert found
    return found


def raw(statement: str) -> Callable[[], None]:
    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return run


@pytest.mark.parametrize(
    "change",
    [
        lambda: Entry.objects.update(action="something.else"),
        lambda: Entry.objects.all().delete(),
        lambda: Entry.objects.get().delete(),
        lambda: Entry(pk=Entry.objects.get().pk, action="forged", object_type="x", object_id="1").save(),
        raw("UPDATE core_entry SET actor = 1"),
        raw("DELETE FROM core_entry"),
    ],
)
def test_the_database_refuses_to_change_what_was_written(change: Callable[[], Any]) -> None:
    audit.record("test.done", site(), by=None, values={"number": 1})

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        change()

    entry = Entry.objects.get()
    assert (entry.action, entry.actor, entry.values) == ("test.done", None, {"number": 1})


def test_the_database_refuses_to_empty_the_audit_in_one_stroke() -> None:
    if connection.vendor == "postgresql":
        audit.record("test.done", site(), by=None)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            raw("TRUNCATE core_entry")()
    assert Entry.objects.count() == (connection.vendor == "postgresql")


def test_an_entry_says_who_what_and_which_fields() -> None:
    entry = audit.record("test.renamed", site(), by=site(), fields=["name", "domain"])

    assert (entry.action, entry.actor, entry.object_type, entry.object_id, entry.fields) == (
        "test.renamed",
        site().pk,
        "sites.site",
        str(site().pk),
        ["domain", "name"],
    )


def test_a_personal_value_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    held = personal.Held("", "", "")
    monkeypatch.setitem(personal._register, Site, personal.Declaration(Site, "", {"name": held}))

    with pytest.raises(personal.PersonalValue):
        audit.record("test.renamed", site(), by=None, values={"name": "Ana"})

    assert not Entry.objects.exists()
    assert audit.record("test.renamed", site(), by=None, fields=["name"], values={"domain": "x"})
