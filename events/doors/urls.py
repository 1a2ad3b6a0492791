"""Addresses of an event's day, all under the workspace. Whole paths are translated: a word alone reads differently elsewhere."""

from django.urls import path, register_converter
from django.utils.translation import pgettext_lazy

from events.doors.views import desk, door, grid, passes, registrations, walk_in


class ExportFormat:
    """``csv`` or ``xlsx``."""

    regex = "csv|xlsx"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ExportFormat, "export_format")

app_name = "doors"
urlpatterns = [
    path(pgettext_lazy("url", "manage/doors/"), door.mine, name="mine"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/door/"), door.door, name="door"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/door/choose/"), door.choose, name="choose"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/door/ticket/"), door.scan, name="scan"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/door/undo/"), door.undo, name="undo"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/door/search/"), door.search, name="door_search"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/door/counts/"), door.counts, name="counts"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/door/walk-in/"), walk_in.walk_in, name="walk_in"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/live/"), desk.live, name="live"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/live/part/"), desk.live_part, name="live_part"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/passes/"), passes.passes, name="passes"),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/passes/<int:pass_id>/take/"),
        passes.take_pass,
        name="take_pass",
    ),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/registrations/"),
        registrations.registrations,
        name="registrations",
    ),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/registrations/search/"),
        registrations.search,
        name="search",
    ),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/registrations/list.<export_format:form>"),
        registrations.export,
        name="export",
    ),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/registrations/paper/"), registrations.paper, name="paper"),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/registrations/<int:registration_id>/"),
        registrations.registration,
        name="registration",
    ),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/registrations/<int:registration_id>/cancel/"),
        registrations.cancel,
        name="cancel",
    ),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/registrations/<int:registration_id>/resend/"),
        registrations.resend,
        name="resend",
    ),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/registrations/<int:registration_id>/attendance/"),
        registrations.attendance,
        name="attendance",
    ),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/attendance/"), grid.grid, name="grid"),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/attendance/list.<export_format:form>"),
        grid.export_grid,
        name="export_grid",
    ),
]
