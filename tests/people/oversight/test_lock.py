"""The lock on the read log can be taken off on purpose, and put on again."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from people.oversight.models import ReadEntry
from tests.factories.accounts import make_person
from tests.factories.oversight import make_read

pytestmark = pytest.mark.usefixtures("committed_db")


def test_the_lock_can_be_taken_off_and_put_on_again() -> None:
    make_read(make_person(), make_person())

    call_command("migrate", "oversight", "0001", verbosity=0)
    ReadEntry.objects.update(kind="cv")
    call_command("migrate", "oversight", verbosity=0)

    with pytest.raises(IntegrityError), transaction.atomic():
        ReadEntry.objects.update(kind="note")
    assert [entry.kind for entry in ReadEntry.objects.all()] == ["cv"]
