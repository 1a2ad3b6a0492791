"""Triggers that keep rows as they were written: for the migration of a table that is only ever added to.

    operations = [append_only("room_entry", "The log of the room is append-only.")]

An action, a forgotten ``.update()`` or somebody at the database's own prompt is refused alike. Migrations before this module
carry statements of their own, and stay as they are.
"""

from typing import Any

from django.db.migrations import RunPython


def statements(table: str, message: str) -> dict[str, tuple[str, ...]]:
    """By vendor, what makes changing or removing a row of the table an integrity error. ``message`` has no quotation mark.

    Raises ValueError for a name or a message that is more than that: both stand in SQL.
    """
    if not table.isidentifier() or set("'$%") & set(message):
        raise ValueError("A table is named plainly, and a message has no quotation mark, dollar or per cent.")
    return {
        "sqlite": tuple(
            f"CREATE TRIGGER {table}_refuses_{verb} BEFORE {verb.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            for verb in ("update", "delete")
        ),
        "postgresql": (
            f"CREATE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
            f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_is_append_only()",
            f"CREATE TRIGGER {table}_refuses_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only()",
        ),
    }


def statements_back(table: str) -> dict[str, tuple[str, ...]]:
    """By vendor, what takes them away again."""
    return {
        "sqlite": tuple(f"DROP TRIGGER {table}_refuses_{verb}" for verb in ("update", "delete")),
        "postgresql": (
            f"DROP TRIGGER {table}_refuses_change ON {table}",
            f"DROP TRIGGER {table}_refuses_truncate ON {table}",
            f"DROP FUNCTION {table}_is_append_only()",
        ),
    }


def append_only(table: str, message: str) -> RunPython:
    """The operation of a migration, with its way back."""
    there, back = statements(table, message), statements_back(table)

    def lock(_apps: Any, schema_editor: Any) -> None:
        for statement in there[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    def unlock(_apps: Any, schema_editor: Any) -> None:
        for statement in back[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return RunPython(lock, unlock)
