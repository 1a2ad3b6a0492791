"""Paths of the agenda: ``/fr/agenda/…`` and ``/en/events/…``; the organiser's under ``gestion/`` and ``manage/``."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from events.agenda.views import abroad, manage, moving_in, public, sittings

app_name = "agenda"
urlpatterns = [
    path(pgettext_lazy("url", "events/"), public.listing, name="list"),
    path(pgettext_lazy("url", "events/archives/"), public.archives, name="archives"),
    path(pgettext_lazy("url", "events/calendar.ics"), public.feed, name="feed"),
    path(pgettext_lazy("url", "events/<int:event_id>.ics"), public.event_ics, name="event_ics"),
    path(pgettext_lazy("url", "events/news.<slug:form>"), abroad.news, name="news"),
    path(pgettext_lazy("url", "events/on-your-site/"), abroad.compose, name="embed_compose"),
    path(pgettext_lazy("url", "events/embed/"), abroad.frame, name="embed_frame"),
    path(pgettext_lazy("url", "events/embed.json"), abroad.data, name="embed_data"),
    path(
        pgettext_lazy("url", "events/<int:event_id>/picture-<slug:digest>.png"),
        public.share_picture,
        name="share_picture",
    ),
    path(pgettext_lazy("url", "events/<int:event_id>/"), public.event, name="event_short"),
    path(pgettext_lazy("url", "events/<int:event_id>-<slug:slug>/"), public.event, name="event"),
    path(pgettext_lazy("url", "manage/events/"), manage.events, name="manage_list"),
    path(pgettext_lazy("url", "manage/events/new/"), manage.create, name="create"),
    path(pgettext_lazy("url", "manage/events/import/"), moving_in.bring, name="import"),
    path(pgettext_lazy("url", "manage/events/import/plan/"), moving_in.plan, name="import_plan"),
    path(pgettext_lazy("url", "manage/events/import/carry-out/"), moving_in.carry_out, name="import_carry_out"),
    path(pgettext_lazy("url", "manage/events/import/done/"), moving_in.done, name="import_done"),
    path(pgettext_lazy("url", "manage/events/import/to-fill-in.<slug:form>"), moving_in.model, name="import_model"),
    path(pgettext_lazy("url", "manage/events/export.<slug:form>"), moving_in.export, name="export"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/"), manage.overview, name="manage_event"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/edit/"), manage.edit, name="edit"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/publish/"), manage.publish, name="publish"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/unpublish/"), manage.unpublish, name="unpublish"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/cancel/"), manage.cancel, name="cancel"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/move/"), manage.move, name="move"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/duplicate/"), manage.duplicate, name="duplicate"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/discard/"), manage.discard, name="discard"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/sittings/"), sittings.sittings, name="sittings"),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/sittings/<int:sitting_id>/"),
        sittings.sitting,
        name="sitting",
    ),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/sittings/<int:sitting_id>/move/"),
        sittings.move_sitting,
        name="move_sitting",
    ),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/sittings/<int:sitting_id>/end/"),
        sittings.end_sitting,
        name="end_sitting",
    ),
]
