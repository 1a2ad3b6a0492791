from django.urls import path
from django.utils.translation import pgettext_lazy

from network.pairing.proposals.views import mine, staff

app_name = "proposals"

urlpatterns = [
    path(pgettext_lazy("url", "my-space/proposals/"), mine.proposals, name="mine"),
    path(pgettext_lazy("url", "my-space/proposals/<int:pk>/"), mine.proposal, name="proposal"),
    path(pgettext_lazy("url", "my-space/proposals/<int:pk>/yes/"), mine.yes, name="yes"),
    path(pgettext_lazy("url", "my-space/proposals/<int:pk>/no/"), mine.no, name="no"),
    path(pgettext_lazy("url", "my-space/proposals/<int:pk>/take-back/"), mine.take_back, name="take_back"),
    path(pgettext_lazy("url", "my-space/proposals/<int:pk>/review/"), mine.ask_review, name="ask_review"),
    path(pgettext_lazy("url", "manage/pairing/proposals/"), staff.proposals, name="list"),
    path(pgettext_lazy("url", "manage/pairing/proposals/<int:pk>/"), staff.proposal, name="staff_proposal"),
    path(pgettext_lazy("url", "manage/pairing/proposals/<int:pk>/withdraw/"), staff.withdraw, name="withdraw"),
    path(pgettext_lazy("url", "manage/pairing/proposals/<int:pk>/answer/"), staff.answer_for, name="answer_for"),
    path(pgettext_lazy("url", "manage/pairing/reviews/"), staff.reviews, name="reviews"),
    path(pgettext_lazy("url", "manage/pairing/reviews/<int:pk>/"), staff.review, name="review"),
]
