"""``/fr/mon-calendrier/…`` and ``/en/my-calendar/…``; the feed stands apart, so that its secret is cut from every log."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from people.timetable import views

app_name = "timetable"

urlpatterns = [
    path(pgettext_lazy("url", "my-calendar/"), views.mine, name="mine"),
    path(pgettext_lazy("url", "my-calendar/address/"), views.open_feed, name="open_feed"),
    path(pgettext_lazy("url", "my-calendar/address/renew/"), views.renew_feed, name="renew_feed"),
    path(pgettext_lazy("url", "my-calendar/address/close/"), views.close_feed, name="close_feed"),
    path(pgettext_lazy("url", "calendar-feed/<str:token>/calendar.ics"), views.feed, name="feed"),
]
