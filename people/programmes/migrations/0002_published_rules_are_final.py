"""A published rule set says for ever what it said: the database itself refuses to change or remove it or its sentences.

Which version holds (``is_current``) and who published it may still be written: the one moves on with the next
version, the other follows when two entries of one person are joined.
"""

from django.db import migrations

PUBLISHED = "(SELECT published_at FROM programmes_ruleset WHERE id = {row}.rule_set_id) IS NOT NULL"
SAME_VERSION = (
    "OLD.published_at IS NOT NULL AND (NEW.published_at IS {differs} OLD.published_at"
    " OR NEW.version IS {differs} OLD.version OR NEW.edition_id IS {differs} OLD.edition_id)"
)
REFUSAL = "Published rules are final."


def _sqlite(name, event, table, when):
    return (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    )


SQLITE = (
    _sqlite("published_condition_refuses_insert", "INSERT", "programmes_condition", PUBLISHED.format(row="NEW")),
    _sqlite(
        "published_condition_refuses_update",
        "UPDATE",
        "programmes_condition",
        f"{PUBLISHED.format(row='OLD')} OR {PUBLISHED.format(row='NEW')}",
    ),
    _sqlite("published_condition_refuses_delete", "DELETE", "programmes_condition", PUBLISHED.format(row="OLD")),
    _sqlite("published_rule_set_refuses_update", "UPDATE", "programmes_ruleset", SAME_VERSION.format(differs="NOT")),
    _sqlite("published_rule_set_refuses_delete", "DELETE", "programmes_ruleset", "OLD.published_at IS NOT NULL"),
)
SQLITE_BACK = (
    "DROP TRIGGER published_condition_refuses_insert",
    "DROP TRIGGER published_condition_refuses_update",
    "DROP TRIGGER published_condition_refuses_delete",
    "DROP TRIGGER published_rule_set_refuses_update",
    "DROP TRIGGER published_rule_set_refuses_delete",
)

POSTGRESQL = (
    f"""
    CREATE FUNCTION published_conditions_are_final() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF (TG_OP <> 'INSERT' AND {PUBLISHED.format(row="OLD")}) OR (TG_OP <> 'DELETE' AND {PUBLISHED.format(row="NEW")}) THEN
            RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END $$
    """,
    f"""
    CREATE FUNCTION published_rule_sets_are_final() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            IF OLD.published_at IS NULL THEN RETURN OLD; END IF;
        ELSIF NOT ({SAME_VERSION.format(differs="DISTINCT FROM")}) THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER published_conditions_are_final BEFORE INSERT OR UPDATE OR DELETE ON programmes_condition
    FOR EACH ROW EXECUTE FUNCTION published_conditions_are_final()
    """,
    """
    CREATE TRIGGER published_rule_sets_are_final BEFORE UPDATE OR DELETE ON programmes_ruleset
    FOR EACH ROW EXECUTE FUNCTION published_rule_sets_are_final()
    """,
)
POSTGRESQL_BACK = (
    "DROP TRIGGER published_conditions_are_final ON programmes_condition",
    "DROP TRIGGER published_rule_sets_are_final ON programmes_ruleset",
    "DROP FUNCTION published_conditions_are_final()",
    "DROP FUNCTION published_rule_sets_are_final()",
)


def lock(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def unlock(apps, schema_editor):
    for statement in {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial")]
    operations = [migrations.RunPython(lock, unlock)]
