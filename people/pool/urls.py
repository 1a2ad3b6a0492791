from django.urls import path
from django.utils.translation import pgettext_lazy

from people.pool.views import counts

app_name = "pool"

urlpatterns = [
    path(pgettext_lazy("url", "ready-to-meet-you/"), counts.public_counts, name="public_counts"),
    path(pgettext_lazy("url", "ready-to-meet-you/table.csv"), counts.public_counts_file, name="public_counts_file"),
    path(pgettext_lazy("url", "ready-to-meet-you/<str:region>/"), counts.public_counts_of, name="public_counts_of"),
    path(pgettext_lazy("url", "manage/candidate-bank/counts/"), counts.partner_counts, name="partner_counts"),
    path(
        pgettext_lazy("url", "manage/candidate-bank/counts/table.csv"),
        counts.partner_counts_file,
        name="partner_counts_file",
    ),
    path(
        pgettext_lazy("url", "manage/candidate-bank/counts/<str:region>/"),
        counts.partner_counts_of,
        name="partner_counts_of",
    ),
]
