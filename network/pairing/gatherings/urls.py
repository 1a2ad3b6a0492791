"""``/fr/mes-rencontres-de-groupe/…`` for candidates, ``/fr/gestion/rencontres-de-groupe/…`` for hosts and staff."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from network.pairing.gatherings.views import mine, running, staff

app_name = "gatherings"

urlpatterns = [
    # candidates
    path(pgettext_lazy("url", "my-group-sessions/"), mine.home, name="home"),
    path(pgettext_lazy("url", "my-group-sessions/<int:pk>/"), mine.gathering, name="mine"),
    path(pgettext_lazy("url", "my-group-sessions/<int:pk>/take/"), mine.take, name="take"),
    path(pgettext_lazy("url", "my-group-sessions/<int:pk>/give-back/"), mine.give_back, name="give_back"),
    path(pgettext_lazy("url", "my-group-sessions/<int:pk>/calendar.ics"), mine.calendar, name="calendar"),
    # hosts and staff
    path(pgettext_lazy("url", "manage/group-sessions/"), running.gatherings, name="list"),
    path(pgettext_lazy("url", "manage/group-sessions/<int:pk>/"), running.gathering, name="gathering"),
    path(pgettext_lazy("url", "manage/group-sessions/<int:pk>/change/"), running.change, name="change"),
    path(pgettext_lazy("url", "manage/group-sessions/<int:pk>/cancel/"), running.cancel, name="cancel"),
    path(pgettext_lazy("url", "manage/group-sessions/<int:pk>/presence/"), running.presence, name="presence"),
    path(pgettext_lazy("url", "manage/group-sessions/<int:pk>/walk-in/"), running.walk_in, name="walk_in"),
    path(pgettext_lazy("url", "manage/group-sessions/offers/<int:pk>/"), running.add, name="add"),
    path(pgettext_lazy("url", "manage/group-sessions/<int:pk>/register/"), staff.register, name="register"),
    path(
        pgettext_lazy("url", "manage/group-sessions/places/<int:pk>/give-back/"),
        staff.give_back,
        name="staff_give_back",
    ),
]
