"""Paths of the organiser's pages about other systems. What those systems use themselves stands in ``addresses``."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from events.exchange.views import manage, webhooks

app_name = "exchange"
urlpatterns = [
    path(pgettext_lazy("url", "manage/other-systems/"), manage.index, name="index"),
    path(pgettext_lazy("url", "manage/other-systems/interface/"), manage.interface, name="interface"),
    path(pgettext_lazy("url", "manage/other-systems/tokens/new/"), manage.new_token, name="new_token"),
    path(pgettext_lazy("url", "manage/other-systems/tokens/<int:token_id>/revoke/"), manage.revoke, name="revoke"),
    path(pgettext_lazy("url", "manage/other-systems/messages/new/"), webhooks.subscribe, name="subscribe"),
    path(
        pgettext_lazy("url", "manage/other-systems/messages/<int:subscription_id>/"),
        webhooks.show,
        name="subscription",
    ),
    path(pgettext_lazy("url", "manage/other-systems/messages/<int:subscription_id>/test/"), webhooks.ping, name="ping"),
    path(
        pgettext_lazy("url", "manage/other-systems/messages/<int:subscription_id>/pause/"), webhooks.pause, name="pause"
    ),
    path(
        pgettext_lazy("url", "manage/other-systems/messages/<int:subscription_id>/resume/"),
        webhooks.resume,
        name="resume",
    ),
    path(
        pgettext_lazy("url", "manage/other-systems/messages/<int:subscription_id>/key/"),
        webhooks.change_key,
        name="change_key",
    ),
    path(pgettext_lazy("url", "manage/other-systems/messages/<int:subscription_id>/end/"), webhooks.end, name="end"),
    path(
        pgettext_lazy("url", "manage/other-systems/messages/<int:subscription_id>/<int:delivery_id>/again/"),
        webhooks.send_again,
        name="send_again",
    ),
]
