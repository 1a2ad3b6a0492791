"""Paths of an event's questions: beside the registration, and in the workspace."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from events.questions.views import answer, manage

app_name = "questions"
urlpatterns = [
    path(pgettext_lazy("url", "registration/<str:link_key>/answers/"), answer.answer, name="answer"),
    path(
        pgettext_lazy("url", "registration/<str:link_key>/answers/<int:answer_id>/withdraw/"),
        answer.withdraw,
        name="withdraw",
    ),
    path(
        pgettext_lazy("url", "registration/<str:link_key>/answers/<int:answer_id>/file/"),
        answer.own_file,
        name="own_file",
    ),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/questions/"), manage.questions, name="questions"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/questions/add/"), manage.add, name="add"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/questions/preview/"), manage.preview, name="preview"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/questions/<int:question_id>/"), manage.edit, name="edit"),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/questions/<int:question_id>/switch/"),
        manage.switch,
        name="switch",
    ),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/questions/<int:question_id>/move/"),
        manage.move,
        name="move",
    ),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/answers/<int:answer_id>/file/"), manage.file, name="file"),
]
