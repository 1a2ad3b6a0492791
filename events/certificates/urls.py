"""Paths of certificates: ``/fr/attestation/…`` and ``/en/certificate/…`` to check, the person's own, and the organiser's."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from events.certificates.views import manage, public

app_name = "certificates"
urlpatterns = [
    path(pgettext_lazy("url", "certificate/"), public.ask, name="ask"),
    path(pgettext_lazy("url", "certificate/<str:code>/"), public.check, name="check"),
    path(pgettext_lazy("url", "my-certificate/<str:key>/"), public.own, name="own"),
    path(pgettext_lazy("url", "my-certificate/<str:key>/certificate.pdf"), public.pdf, name="pdf"),
    path(pgettext_lazy("url", "my-certificate/<str:key>/erase/"), public.erase, name="erase"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/certificates/"), manage.manage, name="manage"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/certificates/issue/"), manage.issue, name="issue"),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/certificates/<int:certificate_id>/withdraw/"),
        manage.withdraw,
        name="withdraw",
    ),
]
