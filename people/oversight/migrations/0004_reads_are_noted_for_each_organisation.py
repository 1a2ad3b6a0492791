"""One line an hour for each organisation. The triggers of 0002 stand back meanwhile: on SQLite the table is made anew, without them."""

from importlib import import_module

from django.db import migrations, models

append_only = import_module("people.oversight.migrations.0002_reads_are_append_only")
LINE = ["subject", "reader", "hour", "kind", "object_type", "object_id"]


class Migration(migrations.Migration):
    dependencies = [("oversight", "0003_needs_are_a_kind_of_read")]

    operations = [
        migrations.RunPython(append_only.unlock, append_only.lock),
        migrations.RemoveConstraint(model_name="readentry", name="read_noted_once_an_hour"),
        migrations.AddConstraint(
            model_name="readentry",
            constraint=models.UniqueConstraint(
                fields=[*LINE, "organisation"],
                condition=models.Q(organisation__isnull=False),
                name="read_noted_once_an_hour",
            ),
        ),
        migrations.AddConstraint(
            model_name="readentry",
            constraint=models.UniqueConstraint(
                fields=LINE, condition=models.Q(organisation=None), name="read_for_nobody_noted_once_an_hour"
            ),
        ),
        migrations.RunPython(append_only.lock, append_only.unlock),
    ]
