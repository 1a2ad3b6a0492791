from django.urls import path
from django.utils.translation import pgettext_lazy

from desks.my_space import views

app_name = "my_space"

urlpatterns = [
    path(pgettext_lazy("url", "my-space/"), views.home, name="home"),
    path(pgettext_lazy("url", "my-space/arrival/"), views.arrival, name="arrival"),
    path(pgettext_lazy("url", "my-space/history/"), views.own_history, name="history"),
]
