from django.db import migrations
from django.db.models import Q


def purge_again(apps, schema_editor):
    """Letters done with kept their address in the recipient or the stream: the next purge takes it."""
    kept = ~Q(recipient="") | ~Q(stream="")
    apps.get_model("core", "Mail").objects.filter(kept, purged_at__isnull=False).update(purged_at=None)


class Migration(migrations.Migration):
    dependencies = [("core", "0003_mail_streams_hold_the_longest_address")]

    operations = [migrations.RunPython(purge_again, migrations.RunPython.noop, elidable=True)]
