"""The reset of a second factor ends one way."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_languages_and_kinds_are_known")]

    operations = [
        migrations.AddConstraint(
            model_name="secondfactorreset",
            constraint=models.CheckConstraint(
                condition=models.Q(("confirmed_at", None), ("withdrawn_at", None), _connector="OR"), name="reset_is_confirmed_or_withdrawn"
            ),
        ),
    ]
