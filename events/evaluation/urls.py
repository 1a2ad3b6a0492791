"""Paths of evaluations: the person's page behind a key, and the organiser's."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from events.evaluation.views import answer, manage

app_name = "evaluation"
urlpatterns = [
    path(pgettext_lazy("url", "evaluation/thanks/"), answer.thanks, name="thanks"),
    path(pgettext_lazy("url", "evaluation/<str:key>/"), answer.answer, name="answer"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/evaluation/"), manage.manage, name="manage"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/evaluation/wanted/"), manage.want, name="want"),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/evaluation/questions/"), manage.questions, name="questions"
    ),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/evaluation/answers.<export_format:form>"),
        manage.export,
        name="export",
    ),
]
