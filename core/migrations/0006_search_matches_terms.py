"""What matches terms: on SQLite an FTS5 table fed by triggers, on PostgreSQL columns generated from its terms.

The terms are made in Python, so both only compare them. FTS5's ``ascii`` tokenizer takes every sign beyond ASCII for a letter
and "=" is made one, so a term is a token; ``array_to_tsvector`` takes lexemes as they stand. The FTS5 table keeps no copy of the
terms (external content) and no positions (``detail=column``).
"""

from django.db import migrations

SQLITE = (
    """
    CREATE VIRTUAL TABLE core_search_fts USING fts5(
        title_terms, text_terms, facets,
        content='core_indexed', content_rowid='id',
        tokenize="ascii tokenchars '='", detail=column, columnsize=0, prefix='2 3'
    )
    """,
    """
    CREATE TRIGGER search_follows_insert AFTER INSERT ON core_indexed BEGIN
        INSERT INTO core_search_fts (rowid, title_terms, text_terms, facets)
        VALUES (new.id, new.title_terms, new.text_terms, new.facets);
    END
    """,
    """
    CREATE TRIGGER search_follows_delete AFTER DELETE ON core_indexed BEGIN
        INSERT INTO core_search_fts (core_search_fts, rowid, title_terms, text_terms, facets)
        VALUES ('delete', old.id, old.title_terms, old.text_terms, old.facets);
    END
    """,
    """
    CREATE TRIGGER search_follows_update AFTER UPDATE OF title_terms, text_terms, facets ON core_indexed BEGIN
        INSERT INTO core_search_fts (core_search_fts, rowid, title_terms, text_terms, facets)
        VALUES ('delete', old.id, old.title_terms, old.text_terms, old.facets);
        INSERT INTO core_search_fts (rowid, title_terms, text_terms, facets)
        VALUES (new.id, new.title_terms, new.text_terms, new.facets);
    END
    """,
    "INSERT INTO core_search_fts (core_search_fts) VALUES ('rebuild')",
)
SQLITE_BACK = (
    "DROP TRIGGER search_follows_insert",
    "DROP TRIGGER search_follows_delete",
    "DROP TRIGGER search_follows_update",
    "DROP TABLE core_search_fts",
)

POSTGRESQL = (
    """
    ALTER TABLE core_indexed
    ADD COLUMN titled tsvector GENERATED ALWAYS AS (array_to_tsvector(string_to_array(title_terms, ' '))) STORED,
    ADD COLUMN matched tsvector GENERATED ALWAYS AS (
        array_to_tsvector(
            string_to_array(title_terms, ' ') || string_to_array(text_terms, ' ') || string_to_array(facets, ' ')
        )
    ) STORED
    """,
    # Without a list of what is still to be entered: every question would read it from end to end.
    "CREATE INDEX search_matched ON core_indexed USING gin (matched) WITH (fastupdate = off)",
)
POSTGRESQL_BACK = (
    "DROP INDEX search_matched",
    "ALTER TABLE core_indexed DROP COLUMN titled, DROP COLUMN matched",
)


def begin(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def end(apps, schema_editor):
    for statement in {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("core", "0005_search")]
    operations = [migrations.RunPython(begin, end)]
