from django.urls import path
from django.utils.translation import pgettext_lazy

from desks.caseworker.views import file, filters, inviting, morning, people

app_name = "caseworker"

urlpatterns = [
    path(pgettext_lazy("url", "manage/morning/"), morning.morning, name="morning"),
    path(pgettext_lazy("url", "manage/people/"), people.people, name="people"),
    path(pgettext_lazy("url", "manage/people/search/"), people.search, name="search"),
    path(pgettext_lazy("url", "manage/people/export/<slug:form>/"), people.export, name="export"),
    path(pgettext_lazy("url", "manage/people/invite/"), inviting.invite, name="invite"),
    path(pgettext_lazy("url", "manage/filters/keep/"), filters.keep, name="keep_filter"),
    path(pgettext_lazy("url", "manage/filters/<int:pk>/let-go/"), filters.let_go, name="let_filter_go"),
    path(pgettext_lazy("url", "manage/files/<str:reference>/"), file.file, name="file"),
]
