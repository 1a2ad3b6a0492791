"""Paths of messages: in the workspace, beside the registration, in "Mon espace", and the way out of mails."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from events.announcements.views import lists, manage, own, reminders

app_name = "announcements"
urlpatterns = [
    path(pgettext_lazy("url", "manage/events/<int:event_id>/messages/"), manage.index, name="index"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/messages/write/"), manage.compose, name="compose"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/messages/lists/keep/"), lists.keep, name="keep_list"),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/messages/lists/<int:list_id>/drop/"),
        lists.drop,
        name="drop_list",
    ),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/messages/<int:announcement_id>/"), manage.one, name="one"),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/messages/<int:announcement_id>/change/"),
        manage.edit,
        name="edit",
    ),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/messages/<int:announcement_id>/send/"),
        manage.send,
        name="send",
    ),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/messages/<int:announcement_id>/discard/"),
        manage.discard,
        name="discard",
    ),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/reminders/"), reminders.reminders, name="reminders"),
    path(pgettext_lazy("url", "my-messages/"), own.mine, name="mine"),
    path(pgettext_lazy("url", "registration/<str:link_key>/messages/"), own.own, name="own"),
    path(pgettext_lazy("url", "registration/<str:link_key>/messages/latest/"), own.own_part, name="own_part"),
    path(pgettext_lazy("url", "stop-mails/<str:key>/"), own.stop, name="stop"),
]
