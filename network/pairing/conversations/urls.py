from django.urls import path
from django.utils.translation import pgettext_lazy

from network.pairing.conversations.views import own, staff

app_name = "conversations"

urlpatterns = [
    path(pgettext_lazy("url", "my-matches/<int:pk>/messages/"), own.thread, name="thread"),
    path(pgettext_lazy("url", "my-matches/<int:pk>/messages/part/"), own.part, name="part"),
    path(pgettext_lazy("url", "my-matches/<int:pk>/messages/stop/"), own.stop, name="stop"),
    path(pgettext_lazy("url", "my-messages/<int:pk>/take-back/"), own.take_back, name="take_back"),
    path(pgettext_lazy("url", "my-messages/<int:pk>/report/"), own.report, name="report"),
    path(pgettext_lazy("url", "manage/pairing/reports/"), staff.reports, name="reports"),
    path(pgettext_lazy("url", "manage/pairing/reports/<int:pk>/"), staff.reported, name="reported"),
    path(pgettext_lazy("url", "manage/pairing/reports/<int:pk>/reopen/"), staff.reopen, name="reopen"),
]
