"""The lock on the audit can be taken off on purpose, and put on again."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from core import audit
from core.audit import Entry

pytestmark = pytest.mark.usefixtures("committed_db")


def test_the_lock_can_be_taken_off_and_put_on_again() -> None:
    Entry.objects.create(action="test.done", object_type="x", object_id="1")

    call_command("migrate", "core", "0001", verbosity=0)
    Entry.objects.update(action="test.corrected")
    call_command("migrate", "core", verbosity=0)

    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.update(action="test.again")
    assert [entry.action for entry in audit.Entry.objects.all()] == ["test.corrected"]
