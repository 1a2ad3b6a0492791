from django.urls import path
from django.utils.translation import pgettext_lazy

from network.membership import views

app_name = "membership"

urlpatterns = [
    path(pgettext_lazy("url", "leaders-diversite/members/"), views.member_list, name="list"),
    path(pgettext_lazy("url", "manage/network/"), views.work_list, name="work"),
    path(pgettext_lazy("url", "manage/network/new/"), views.start, name="start"),
    path(pgettext_lazy("url", "manage/network/terms/"), views.terms, name="terms"),
    path(pgettext_lazy("url", "manage/network/<int:pk>/"), views.detail, name="detail"),
    path(pgettext_lazy("url", "manage/network/<int:pk>/listing/"), views.listing, name="listing"),
]
