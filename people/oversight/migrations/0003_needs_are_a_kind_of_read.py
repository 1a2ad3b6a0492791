"""Reads of access needs and meals. The triggers of 0002 stand back meanwhile: on SQLite the table is made anew, without them."""

from importlib import import_module

from django.db import migrations, models

BEFORE = ["file", "note", "card", "cv", "photo", "document", "message", "plan", "follow_up", "export"]
AFTER = [*BEFORE[:-1], "needs", "export"]

append_only = import_module("people.oversight.migrations.0002_reads_are_append_only")


class Migration(migrations.Migration):
    dependencies = [("oversight", "0002_reads_are_append_only")]
    operations = [
        migrations.RunPython(append_only.unlock, append_only.lock),
        migrations.RemoveConstraint("readentry", "read_kind_is_known"),
        migrations.AlterField(
            "readentry",
            "kind",
            models.CharField(
                choices=[
                    ("file", "case file"),
                    ("note", "notes"),
                    ("card", "professional card"),
                    ("cv", "CV"),
                    ("photo", "portrait"),
                    ("document", "document"),
                    ("message", "message"),
                    ("plan", "action plan"),
                    ("follow_up", "follow-up"),
                    ("needs", "access needs and meals"),
                    ("export", "export"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            "readentry",
            models.CheckConstraint(name="read_kind_is_known", condition=models.Q(kind__in=AFTER)),
        ),
        migrations.RunPython(append_only.lock, append_only.unlock),
    ]
