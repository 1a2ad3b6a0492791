"""Pages of the organiser, in the workspace."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from events.devices.views import manage

app_name = "devices"
urlpatterns = [
    path(pgettext_lazy("url", "manage/events/<int:event_id>/devices/"), manage.devices, name="devices"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/devices/part/"), manage.part, name="part"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/devices/<int:device_id>/"), manage.device, name="device"),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/devices/<int:device_id>/part/"),
        manage.device_part,
        name="device_part",
    ),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/devices/<int:device_id>/code/"), manage.code, name="code"),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/devices/<int:device_id>/revoke/"),
        manage.revoke,
        name="revoke",
    ),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/devices/settle/<int:scanned_id>/"),
        manage.settle,
        name="settle",
    ),
]
