"""The audit's rows are written once: the database itself refuses to change or remove them.

An action, a forgotten ``.update()`` or somebody at the database's own prompt is refused alike. Who owns the tables
can still drop a trigger; that leaves its trace in the database's log, and is what a retention rule will do on purpose.
"""

from django.db import migrations

SQLITE = (
    """
    CREATE TRIGGER audit_refuses_update BEFORE UPDATE ON core_entry
    BEGIN SELECT RAISE(ABORT, 'The audit is append-only.'); END
    """,
    """
    CREATE TRIGGER audit_refuses_delete BEFORE DELETE ON core_entry
    BEGIN SELECT RAISE(ABORT, 'The audit is append-only.'); END
    """,
)
SQLITE_BACK = ("DROP TRIGGER audit_refuses_update", "DROP TRIGGER audit_refuses_delete")

POSTGRESQL = (
    """
    CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'The audit is append-only.' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER audit_refuses_update BEFORE UPDATE OR DELETE ON core_entry
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()
    """,
    """
    CREATE TRIGGER audit_refuses_truncate BEFORE TRUNCATE ON core_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()
    """,
)
POSTGRESQL_BACK = (
    "DROP TRIGGER audit_refuses_update ON core_entry",
    "DROP TRIGGER audit_refuses_truncate ON core_entry",
    "DROP FUNCTION audit_is_append_only()",
)


def lock(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def unlock(apps, schema_editor):
    for statement in {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(lock, unlock)]
