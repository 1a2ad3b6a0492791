"""Paths of conditions and invitations: in the workspace, and ``/fr/invitation/…``, ``/en/invitation/…`` for who was invited."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from events.gates.views import invitation, manage

app_name = "gates"
urlpatterns = [
    path(pgettext_lazy("url", "invited/<str:code>/"), invitation.open, name="open"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/who-may-register/"), manage.gates, name="gates"),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/who-may-register/<int:gate_id>/remove/"),
        manage.remove,
        name="remove",
    ),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/let-in/"), manage.let_in, name="let_in"),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/let-in/<int:pass_id>/take-back/"),
        manage.take_back,
        name="take_back",
    ),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/invitations/"), manage.invitations, name="invitations"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/invitations/send/"), manage.send, name="send"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/invitations/shared/"), manage.share, name="share"),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/invitations/shared/close/"),
        manage.close_shared,
        name="close_shared",
    ),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/invitations/<int:invitation_id>/again/"),
        manage.again,
        name="again",
    ),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/invitations/<int:invitation_id>/withdraw/"),
        manage.withdraw,
        name="withdraw",
    ),
]
