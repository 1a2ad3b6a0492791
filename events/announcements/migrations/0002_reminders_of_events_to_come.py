"""Events that stand already remind as they did: the day before, at ten in the legal time of the place."""

from datetime import datetime, time, timedelta

from django.db import migrations
from django.utils import timezone

from core.localtime import instant


def take_over(apps, _schema):
    Event, Due = apps.get_model("agenda", "Event"), apps.get_model("core", "Due")
    Rule = apps.get_model("announcements", "ReminderRule")
    now = timezone.now()
    Due.objects.filter(kind="registration.reminders", done_at=None).delete()
    events = list(Event.objects.only("start_date", "zone", "cancelled_at").order_by("pk"))
    Rule.objects.bulk_create(
        [Rule(event=event, place=1, unit="days", amount=1) for event in events], batch_size=500
    )
    moments = {
        event.pk: instant(datetime.combine(event.start_date - timedelta(days=1), time(10)), event.zone)
        for event in events
        if event.cancelled_at is None
    }
    planned = [
        Due(kind="announcements.remind", key=f"{pk}:days1", due_at=at, payload={"event": pk, "rule": "days1"})
        for pk, at in moments.items()
        if at > now
    ]
    Due.objects.bulk_create(planned, batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ("announcements", "0001_initial"),
        ("core", "0001_initial"),
    ]

    operations = [migrations.RunPython(take_over, migrations.RunPython.noop)]
