"""Paths of an event's report, under the workspace."""

from django.urls import path, register_converter
from django.utils.translation import pgettext_lazy

from events.report import views


class ReportLanguage:
    """``fr`` or ``en``."""

    regex = "fr|en"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ReportLanguage, "report_language")

app_name = "report"
urlpatterns = [
    path(pgettext_lazy("url", "manage/events/<int:event_id>/report/"), views.show, name="show"),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/report/report-<report_language:language>.pdf"),
        views.pdf,
        name="pdf",
    ),
]
