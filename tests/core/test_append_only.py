"""Rows of a table that is only added to: neither changed nor removed, by whoever tries, on either database."""

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction

from core.append_only import statements, statements_back

pytestmark = pytest.mark.django_db
MESSAGE = "Notes of the test are append-only."


def execute(*lines: str) -> None:
    with connection.cursor() as cursor:
        for line in lines:
            cursor.execute(line)


@pytest.fixture
def table(db: None) -> Iterator[str]:
    execute("CREATE TABLE append_only_notes (word varchar(20))", "INSERT INTO append_only_notes VALUES ('one')")
    execute(*statements("append_only_notes", MESSAGE)[connection.vendor])
    yield "append_only_notes"
    execute(*statements_back("append_only_notes")[connection.vendor], "DROP TABLE append_only_notes")


@pytest.mark.parametrize("change", ["UPDATE {} SET word = 'two'", "DELETE FROM {}"])
def test_a_row_is_added_and_never_changed_nor_removed(table: str, change: str) -> None:
    execute(f"INSERT INTO {table} VALUES ('more')")

    with pytest.raises(DatabaseError, match=MESSAGE), transaction.atomic():
        execute(change.format(table))


def test_the_way_back_lets_rows_go_again(table: str) -> None:
    execute(*statements_back(table)[connection.vendor], f"DELETE FROM {table}")
    execute(*statements(table, MESSAGE)[connection.vendor])


@pytest.mark.parametrize(
    ("name", "message"), [("a b", "No."), ("notes", "It's so."), ("notes", "$$"), ("notes", "100 %")]
)
def test_nothing_but_a_name_and_a_plain_message_reaches_the_database(name: str, message: str) -> None:
    with pytest.raises(ValueError, match="plainly"):
        statements(name, message)
