"""What was shown stays as it was: the database refuses to change or remove a snapshot or a cell, or to add one later.

A snapshot says how many cells it has, and its cells are numbered 1 to that: there is no room for one more. Its week
begins on a Monday, and its numbers are multiples of its k. Who owns the tables can still drop a trigger, on purpose.
"""

from django.db import migrations

TABLES = ("pool_poolsnapshot", "pool_poolcell")
FROZEN = "Counts that were shown are frozen."
UNFIT = "A snapshot begins on a Monday."
MISPLACED = "A cell has a place in its snapshot and a number that its audience may see."

SQLITE = [
    f"""
    CREATE TRIGGER {table}_refuses_{event.lower()} BEFORE {event} ON {table}
    BEGIN SELECT RAISE(ABORT, '{FROZEN}'); END
    """
    for table in TABLES
    for event in ("UPDATE", "DELETE")
] + [
    f"""
    CREATE TRIGGER pool_poolsnapshot_begins_on_a_monday BEFORE INSERT ON pool_poolsnapshot
    WHEN strftime('%w', NEW.week) IS NOT '1'
    BEGIN SELECT RAISE(ABORT, '{UNFIT}'); END
    """,
    f"""
    CREATE TRIGGER pool_poolcell_has_its_place BEFORE INSERT ON pool_poolcell
    WHEN NOT EXISTS (
        SELECT 1 FROM pool_poolsnapshot AS taken
        WHERE taken.id = NEW.snapshot_id AND NEW.number <= taken.cells AND NEW.shown % taken.k = 0
    )
    BEGIN SELECT RAISE(ABORT, '{MISPLACED}'); END
    """,
]
SQLITE_BACK = [f"DROP TRIGGER {table}_refuses_{event}" for table in TABLES for event in ("update", "delete")] + [
    "DROP TRIGGER pool_poolsnapshot_begins_on_a_monday",
    "DROP TRIGGER pool_poolcell_has_its_place",
]

POSTGRESQL = [
    f"""
    CREATE FUNCTION pool_counts_are_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '{FROZEN}' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    f"""
    CREATE FUNCTION pool_week_begins_on_a_monday() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF extract(isodow FROM NEW.week) <> 1 THEN
            RAISE EXCEPTION '{UNFIT}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    f"""
    CREATE FUNCTION pool_cell_has_its_place() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT EXISTS (
            SELECT 1 FROM pool_poolsnapshot AS taken
            WHERE taken.id = NEW.snapshot_id AND NEW.number <= taken.cells AND NEW.shown % taken.k = 0
        ) THEN
            RAISE EXCEPTION '{MISPLACED}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER pool_poolsnapshot_begins_on_a_monday BEFORE INSERT ON pool_poolsnapshot
    FOR EACH ROW EXECUTE FUNCTION pool_week_begins_on_a_monday()
    """,
    """
    CREATE TRIGGER pool_poolcell_has_its_place BEFORE INSERT ON pool_poolcell
    FOR EACH ROW EXECUTE FUNCTION pool_cell_has_its_place()
    """,
]
for table in TABLES:
    POSTGRESQL += [
        f"""
        CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION pool_counts_are_frozen()
        """,
        f"""
        CREATE TRIGGER {table}_refuses_truncate BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION pool_counts_are_frozen()
        """,
    ]
POSTGRESQL_BACK = [f"DROP TRIGGER {table}_refuses_{what} ON {table}" for table in TABLES for what in ("change", "truncate")]
POSTGRESQL_BACK += [
    "DROP TRIGGER pool_poolsnapshot_begins_on_a_monday ON pool_poolsnapshot",
    "DROP TRIGGER pool_poolcell_has_its_place ON pool_poolcell",
    "DROP FUNCTION pool_counts_are_frozen()",
    "DROP FUNCTION pool_week_begins_on_a_monday()",
    "DROP FUNCTION pool_cell_has_its_place()",
]


def lock(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        # No parameters: a % is a %.
        schema_editor.execute(statement, params=None)


def unlock(apps, schema_editor):
    for statement in {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("pool", "0001_initial")]
    operations = [migrations.RunPython(lock, unlock)]
