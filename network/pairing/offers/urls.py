from django.urls import path
from django.utils.translation import pgettext_lazy

from network.pairing.offers.views import hosting, links, staff

app_name = "offers"

urlpatterns = [
    path(pgettext_lazy("url", "my-offers/"), hosting.mine, name="mine"),
    path(pgettext_lazy("url", "offers/new/"), hosting.begin, name="begin"),
    path(pgettext_lazy("url", "offers/<int:pk>/"), hosting.detail, name="offer"),
    path(pgettext_lazy("url", "offers/<int:pk>/check/"), hosting.check, name="check"),
    path(pgettext_lazy("url", "offers/<int:pk>/step/<slug:code>/"), hosting.step, name="step"),
    path(pgettext_lazy("url", "offers/<int:pk>/move/"), hosting.move, name="move"),
    path(pgettext_lazy("url", "offers/<int:pk>/places/"), hosting.resize, name="resize"),
    path(pgettext_lazy("url", "offers/<int:pk>/end/"), hosting.end, name="end"),
    path(pgettext_lazy("url", "offers/<int:pk>/colleague/"), hosting.hand_on, name="hand_on"),
    path(pgettext_lazy("url", "offers/renew/<str:token>/"), links.renew, name="renew_by_link"),
    path(pgettext_lazy("url", "manage/offers/"), staff.offer_list, name="list"),
    path(pgettext_lazy("url", "manage/offers/to-approve/"), staff.approvals, name="approvals"),
    path(pgettext_lazy("url", "manage/offers/export.<str:ending>"), staff.export, name="export"),
    path(pgettext_lazy("url", "manage/offers/<int:pk>/answer/"), staff.decide, name="decide"),
    path(pgettext_lazy("url", "manage/offers/for-somebody/"), staff.for_whom, name="for_whom"),
    path(
        pgettext_lazy("url", "manage/offers/for-somebody/<int:organisation>/<int:person>/"),
        staff.begin_for,
        name="begin_for",
    ),
]
