from django.urls import path
from django.utils.translation import pgettext_lazy

from people.oversight import views

app_name = "oversight"

urlpatterns = [
    path(pgettext_lazy("url", "privacy-policies/"), views.policies, name="policies"),
    path(pgettext_lazy("url", "privacy-policies/<int:pk>/"), views.policy, name="policy"),
    path(pgettext_lazy("url", "account/read-log/"), views.who_read_mine, name="who_read_mine"),
    path(pgettext_lazy("url", "manage/privacy/reads/"), views.read_log, name="read_log"),
    path(pgettext_lazy("url", "manage/privacy/reads/export/"), views.read_log_export, name="read_log_export"),
    path(pgettext_lazy("url", "manage/privacy/incidents/"), views.incident_list, name="incident_list"),
    path(pgettext_lazy("url", "manage/privacy/incidents/export/"), views.incident_export, name="incident_export"),
    path(pgettext_lazy("url", "manage/privacy/incidents/new/"), views.incident_create, name="incident_create"),
    path(pgettext_lazy("url", "manage/privacy/incidents/<int:pk>/"), views.incident, name="incident"),
    path(pgettext_lazy("url", "manage/privacy/incidents/<int:pk>/edit/"), views.incident_edit, name="incident_edit"),
    path(
        pgettext_lazy("url", "manage/privacy/incidents/<int:pk>/from-reads/"),
        views.incident_from_reads,
        name="incident_from_reads",
    ),
    path(
        pgettext_lazy("url", "manage/privacy/incidents/<int:pk>/people/add/"),
        views.incident_add_person,
        name="incident_add_person",
    ),
    path(
        pgettext_lazy("url", "manage/privacy/incidents/<int:pk>/people/<int:affected_pk>/remove/"),
        views.incident_remove_person,
        name="incident_remove_person",
    ),
    path(
        pgettext_lazy("url", "manage/privacy/incidents/<int:pk>/notice/"),
        views.incident_notice,
        name="incident_notice",
    ),
    path(
        pgettext_lazy("url", "manage/privacy/incidents/<int:pk>/close/"),
        views.incident_close,
        name="incident_close",
    ),
    path(pgettext_lazy("url", "manage/privacy/policies/"), views.policy_list, name="policy_list"),
    path(
        pgettext_lazy("url", "manage/privacy/policies/operator/"), views.policy_of_operator, name="policy_of_operator"
    ),
    path(pgettext_lazy("url", "manage/privacy/policies/<int:pk>/"), views.policy_edit, name="policy_edit"),
]
