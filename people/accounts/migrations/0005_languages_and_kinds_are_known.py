"""A language nobody writes in, or a scope that means nothing, is refused."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_addresses_in_lower_case")]

    operations = [
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("language__in", ["fr", "en"])), name="person_language_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="scope",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["none", "region", "organisation"])), name="scope_kind_is_known"
            ),
        ),
    ]
