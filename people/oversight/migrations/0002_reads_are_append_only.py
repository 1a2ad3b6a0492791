"""Reads are written once: the database itself refuses to change them, and to remove one that is not two years old.

An action, a forgotten ``.update()`` or somebody at the database's own prompt is refused alike.
"""

from django.db import migrations

SQLITE = (
    """
    CREATE TRIGGER reads_refuse_update BEFORE UPDATE ON oversight_readentry
    BEGIN SELECT RAISE(ABORT, 'The read log is append-only.'); END
    """,
    """
    CREATE TRIGGER reads_refuse_delete BEFORE DELETE ON oversight_readentry
    WHEN OLD.at > strftime('%Y-%m-%d %H:%M:%f', 'now', '-2 years')
    BEGIN SELECT RAISE(ABORT, 'The read log is append-only.'); END
    """,
)
SQLITE_BACK = ("DROP TRIGGER reads_refuse_update", "DROP TRIGGER reads_refuse_delete")

POSTGRESQL = (
    """
    CREATE FUNCTION reads_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND OLD.at <= now() - interval '2 years' THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'The read log is append-only.' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE FUNCTION reads_refuse_truncation() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'The read log is append-only.' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER reads_refuse_change BEFORE UPDATE OR DELETE ON oversight_readentry
    FOR EACH ROW EXECUTE FUNCTION reads_are_append_only()
    """,
    """
    CREATE TRIGGER reads_refuse_truncate BEFORE TRUNCATE ON oversight_readentry
    FOR EACH STATEMENT EXECUTE FUNCTION reads_refuse_truncation()
    """,
)
POSTGRESQL_BACK = (
    "DROP TRIGGER reads_refuse_change ON oversight_readentry",
    "DROP TRIGGER reads_refuse_truncate ON oversight_readentry",
    "DROP FUNCTION reads_are_append_only()",
    "DROP FUNCTION reads_refuse_truncation()",
)


def lock(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def unlock(apps, schema_editor):
    for statement in {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("oversight", "0001_initial")]
    operations = [migrations.RunPython(lock, unlock)]
