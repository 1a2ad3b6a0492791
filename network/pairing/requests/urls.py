from django.urls import path
from django.utils.translation import pgettext_lazy

from network.pairing.requests.views import own, staff

app_name = "requests"

urlpatterns = [
    path(pgettext_lazy("url", "account/match-requests/"), own.home, name="home"),
    path(pgettext_lazy("url", "account/match-requests/begin/<int:pk>/"), own.begin, name="begin"),
    path(pgettext_lazy("url", "account/match-requests/<int:pk>/"), own.mine, name="mine"),
    path(pgettext_lazy("url", "account/match-requests/<int:pk>/edit/"), own.write, name="write"),
    path(pgettext_lazy("url", "account/match-requests/<int:pk>/hosts/"), own.count, name="reach"),
    path(pgettext_lazy("url", "account/match-requests/<int:pk>/put-aside/"), own.rest, name="rest"),
    path(pgettext_lazy("url", "account/match-requests/<int:pk>/take-up/"), own.take_up, name="take_up"),
    path(pgettext_lazy("url", "account/match-requests/<int:pk>/withdraw/"), own.withdraw, name="withdraw"),
    path(pgettext_lazy("url", "account/match-requests/<int:pk>/bring-back/"), own.bring_back, name="bring_back"),
    path(pgettext_lazy("url", "manage/match-requests/"), staff.queue, name="list"),
    path(pgettext_lazy("url", "manage/match-requests/begin/<int:pk>/"), staff.begin, name="staff_begin"),
    path(pgettext_lazy("url", "manage/match-requests/<int:pk>/"), staff.detail, name="staff"),
    path(pgettext_lazy("url", "manage/match-requests/<int:pk>/edit/"), staff.write, name="staff_write"),
    path(pgettext_lazy("url", "manage/match-requests/<int:pk>/hosts/"), staff.count, name="staff_reach"),
    path(pgettext_lazy("url", "manage/match-requests/<int:pk>/put-aside/"), staff.rest, name="staff_rest"),
    path(pgettext_lazy("url", "manage/match-requests/<int:pk>/take-up/"), staff.take_up, name="staff_take_up"),
    path(pgettext_lazy("url", "manage/match-requests/<int:pk>/end/"), staff.end, name="staff_end"),
    path(pgettext_lazy("url", "manage/match-requests/<int:pk>/bring-back/"), staff.bring_back, name="staff_bring_back"),
]
