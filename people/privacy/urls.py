from django.urls import path
from django.utils.translation import pgettext_lazy

from people.privacy import views

app_name = "privacy"

urlpatterns = [
    path(pgettext_lazy("url", "account/doubles/"), views.doubles, name="doubles"),
    path(pgettext_lazy("url", "account/doubles/<int:pk>/"), views.answer, name="answer"),
    path(pgettext_lazy("url", "manage/privacy/register/"), views.register, name="register"),
    path(pgettext_lazy("url", "manage/privacy/merge/"), views.search, name="search"),
    path(pgettext_lazy("url", "manage/privacy/merge/<int:keep_pk>/<int:gone_pk>/"), views.merge, name="merge"),
]
