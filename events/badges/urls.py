"""Paths of badges: the person's own, the event's, and one at the door."""

from django.urls import path, register_converter
from django.utils.translation import pgettext_lazy

from events.badges.views import own, work


class BadgeForms:
    """``labels``, ``roll`` or ``a6``."""

    regex = "labels|roll|a6"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(BadgeForms, "badge_form")

app_name = "badges"
urlpatterns = [
    path(pgettext_lazy("url", "registration/<str:link_key>/badge/"), own.own, name="own"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/badges/"), work.manage, name="manage"),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/badges/<badge_form:form>-<int:part>.pdf"),
        work.sheets,
        name="sheets",
    ),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/door/badge/<int:seat_id>/"), work.one, name="one"),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/door/badge/<int:seat_id>/<badge_form:form>.pdf"),
        work.printed,
        name="printed",
    ),
]
