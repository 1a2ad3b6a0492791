from django.db import migrations

from core.folding import fold


def fold_names(apps, schema_editor):
    people = apps.get_model("accounts", "Person").objects
    unfolded = list(people.filter(folded="").exclude(name="").only("pk", "name"))
    for person in unfolded:
        person.folded = fold(person.name)
    people.bulk_update(unfolded, ["folded"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_a_person_has_a_folded_name")]

    operations = [migrations.RunPython(fold_names, migrations.RunPython.noop, elidable=True)]
