"""Paths of needs and meals: beside the registration, in the workspace, and ``/fr/repas/…``, ``/en/meals/…`` for whoever cooks."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from events.needs.views import answer, serve

app_name = "needs"
urlpatterns = [
    path(pgettext_lazy("url", "registration/<str:link_key>/needs/"), answer.answer, name="answer"),
    path(pgettext_lazy("url", "registration/<str:link_key>/needs/withdraw/"), answer.withdraw, name="withdraw"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/needs/"), serve.prepare, name="prepare"),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/needs/totals/open/"), serve.open_totals, name="open_totals"
    ),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/needs/totals/close/"),
        serve.close_totals,
        name="close_totals",
    ),
    path(pgettext_lazy("url", "meals/<str:link_key>/"), serve.totals, name="totals"),
]
