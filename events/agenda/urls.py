"""Paths of the agenda: ``/fr/agenda/…`` and ``/en/events/…``; the organiser's under ``gestion/`` and ``manage/``."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from events.agenda.views import public

app_name = "agenda"
urlpatterns = [
    path(pgettext_lazy("url", "events/"), public.listing, name="list"),
    path(pgettext_lazy("url", "events/archives/"), public.archives, name="archives"),
    path(pgettext_lazy("url", "events/calendar.ics"), public.feed, name="feed"),
    path(pgettext_lazy("url", "events/<int:event_id>.ics"), public.event_ics, name="event_ics"),
    path(pgettext_lazy("url", "events/<int:event_id>/"), public.event, name="event_short"),
    path(pgettext_lazy("url", "events/<int:event_id>-<slug:slug>/"), public.event, name="event"),
]
