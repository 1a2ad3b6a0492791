from django.urls import path
from django.utils.translation import pgettext_lazy

from network.pairing.editions import views

app_name = "pairing"

urlpatterns = [
    path(pgettext_lazy("url", "manage/pairing/"), views.edition_list, name="editions"),
    path(pgettext_lazy("url", "manage/pairing/<int:pk>/"), views.overview, name="edition"),
    path(pgettext_lazy("url", "manage/pairing/<int:pk>/settings/"), views.set_up, name="set_up"),
    path(pgettext_lazy("url", "manage/pairing/<int:pk>/reviewers/"), views.reviewer_add, name="reviewer_add"),
    path(
        pgettext_lazy("url", "manage/pairing/<int:pk>/reviewers/<int:reviewer_pk>/remove/"),
        views.reviewer_remove,
        name="reviewer_remove",
    ),
]
