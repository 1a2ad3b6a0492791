"""``/fr/mes-jumelages/…/rencontres/…`` for the two of a match, ``/fr/gestion/jumelages/…`` for staff."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from network.pairing.meetings.views import mine, staff

app_name = "meetings"

urlpatterns = [
    path(pgettext_lazy("url", "my-matches/<int:match_pk>/meetings/"), mine.meetings, name="list"),
    path(pgettext_lazy("url", "my-matches/<int:match_pk>/meetings/plan/"), mine.plan, name="plan"),
    path(pgettext_lazy("url", "my-matches/<int:match_pk>/meetings/note/"), mine.note, name="note"),
    path(pgettext_lazy("url", "my-matches/meetings/<int:pk>/"), mine.meeting, name="meeting"),
    path(pgettext_lazy("url", "my-matches/meetings/<int:pk>/say/"), mine.say, name="say"),
    path(pgettext_lazy("url", "my-matches/meetings/<int:pk>/change/"), mine.move, name="move"),
    path(pgettext_lazy("url", "my-matches/meetings/<int:pk>/call-off/"), mine.cancel, name="cancel"),
    path(pgettext_lazy("url", "my-matches/meetings/<int:pk>/meeting.ics"), mine.calendar, name="calendar"),
    path(pgettext_lazy("url", "manage/matches/meetings/<int:pk>/"), staff.meeting, name="staff_meeting"),
    path(pgettext_lazy("url", "manage/matches/meetings/<int:pk>/change/"), staff.move, name="staff_move"),
    path(pgettext_lazy("url", "manage/matches/meetings/<int:pk>/call-off/"), staff.cancel, name="staff_cancel"),
    path(pgettext_lazy("url", "manage/matches/meetings/<int:pk>/reopen/"), staff.reopen, name="staff_reopen"),
    path(pgettext_lazy("url", "manage/matches/<int:match_pk>/meetings/plan/"), staff.plan, name="staff_plan"),
    path(pgettext_lazy("url", "manage/matches/<int:match_pk>/rest/"), staff.rest, name="rest"),
    path(pgettext_lazy("url", "manage/matches/<int:match_pk>/go-on/"), staff.wake, name="wake"),
]
