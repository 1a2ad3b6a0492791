from django.urls import path
from django.utils.translation import pgettext_lazy

from people.follow_up.views import counting, link, work

app_name = "follow_up"

urlpatterns = [
    path(pgettext_lazy("url", "how-are-you/<str:token>/"), link.link, name="link"),
    path(pgettext_lazy("url", "my-follow-ups/"), link.mine, name="mine"),
    path(pgettext_lazy("url", "my-follow-ups/asking/"), link.mine_asking, name="mine_asking"),
    path(pgettext_lazy("url", "my-follow-ups/<int:pk>/"), link.mine_answer, name="mine_answer"),
    path(pgettext_lazy("url", "manage/follow-ups/"), work.follow_up_list, name="list"),
    path(pgettext_lazy("url", "manage/follow-ups/figures/"), counting.figures_page, name="figures"),
    path(pgettext_lazy("url", "manage/follow-ups/figures/<slug:name>/"), counting.behind, name="behind"),
    path(pgettext_lazy("url", "manage/follow-ups/<int:pk>/"), work.detail, name="detail"),
    path(pgettext_lazy("url", "manage/follow-ups/<int:pk>/answer/"), work.answer, name="answer"),
    path(pgettext_lazy("url", "manage/follow-ups/<int:pk>/attempt/"), work.attempt, name="attempt"),
    path(pgettext_lazy("url", "manage/follow-ups/<int:pk>/not-reached/"), work.unreachable, name="unreachable"),
    path(pgettext_lazy("url", "manage/follow-ups/<int:pk>/move/"), work.move, name="move"),
    path(pgettext_lazy("url", "manage/follow-ups/<int:pk>/call-off/"), work.call_off, name="call_off"),
    path(pgettext_lazy("url", "manage/editions/<int:pk>/follow-ups/"), counting.plan, name="plan"),
]
