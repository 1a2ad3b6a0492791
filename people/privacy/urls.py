from django.urls import path
from django.utils.translation import pgettext_lazy

from people.privacy.views import entries, erasures, mine, register

app_name = "privacy"

urlpatterns = [
    path(pgettext_lazy("url", "account/doubles/"), entries.doubles, name="doubles"),
    path(pgettext_lazy("url", "account/doubles/<int:pk>/"), entries.answer, name="answer"),
    path(pgettext_lazy("url", "account/data/"), mine.mine, name="mine"),
    path(pgettext_lazy("url", "account/data/copy/"), mine.own_copies, name="copies"),
    path(pgettext_lazy("url", "account/data/copy/<int:pk>/"), mine.own_copy, name="copy"),
    path(pgettext_lazy("url", "account/data/erasure/"), mine.own_erasure, name="erasure"),
    path(pgettext_lazy("url", "account/data/erasure/back/"), mine.take_back, name="take_back"),
    path(pgettext_lazy("url", "manage/privacy/register/"), register.register, name="register"),
    path(pgettext_lazy("url", "manage/privacy/register/list.<str:ending>"), register.take_inventory, name="inventory"),
    path(pgettext_lazy("url", "manage/privacy/retention/"), register.schedule, name="schedule"),
    path(pgettext_lazy("url", "manage/privacy/retention/tonight/"), register.tonight, name="tonight"),
    path(pgettext_lazy("url", "manage/privacy/retention/rules/<int:pk>/undo/"), register.undo, name="undo"),
    path(pgettext_lazy("url", "manage/privacy/retention/<str:code>/"), register.decide, name="decide"),
    path(pgettext_lazy("url", "manage/privacy/erasures/"), erasures.erasures, name="erasures"),
    path(pgettext_lazy("url", "manage/privacy/erasures/<int:pk>/back/"), erasures.take_back_for, name="take_back_for"),
    path(
        pgettext_lazy("url", "manage/privacy/people/<int:person_pk>/erasure/"), erasures.erasure_for, name="erasure_for"
    ),
    path(pgettext_lazy("url", "manage/privacy/merge/"), entries.search, name="search"),
    path(pgettext_lazy("url", "manage/privacy/merge/<int:keep_pk>/<int:gone_pk>/"), entries.merge, name="merge"),
]
