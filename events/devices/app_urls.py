"""The door's application and what it asks. Outside the languages: one service worker holds the page in both."""

from django.urls import path, register_converter

from events.devices.views import api, app


class Language:
    """``fr`` or ``en``."""

    regex = "fr|en"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Language, "door_language")

app_name = "door_app"
urlpatterns = [
    path("door/<door_language:language>/", app.page, name="page"),
    path("door/<door_language:language>/app.webmanifest", app.manifest, name="manifest"),
    path("door/worker.js", app.worker, name="worker"),
    path("api/door/enrol/", api.enrol, name="enrol"),
    path("api/door/list/", api.seats, name="list"),
    path("api/door/scans/", api.scans, name="scans"),
    path("api/door/search/", api.search, name="search"),
    path("api/door/leave/", api.leave, name="leave"),
]
