"""Paths of a selection: in the workspace, and beside the registration of whoever applied."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from events.selection.views import applications, mine, reserve, results

app_name = "selection"
urlpatterns = [
    path(pgettext_lazy("url", "registration/<str:link_key>/selection/"), mine.mine, name="mine"),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/selection/"), applications.applications, name="applications"
    ),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/selection/decide/"), applications.decide, name="decide"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/selection/grid/"), applications.grid, name="grid"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/selection/reserve/"), reserve.reserve, name="reserve"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/selection/results/"), results.results, name="results"),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/selection/results/letters/"), results.letters, name="letters"
    ),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/selection/results/tell/"), results.tell, name="tell"),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/selection/<int:registration_id>/"),
        applications.application,
        name="application",
    ),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/selection/<int:registration_id>/decide/"),
        applications.decide_one,
        name="decide_one",
    ),
]
