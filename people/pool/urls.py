from django.urls import path
from django.utils.translation import pgettext_lazy

from people.pool.views import counts, enquiries, handovers, mine, people

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
    path(pgettext_lazy("url", "manage/candidate-bank/"), people.people, name="people"),
    path(pgettext_lazy("url", "manage/candidate-bank/partners/"), people.partner_people, name="partner_people"),
    path(pgettext_lazy("url", "manage/candidate-bank/cards/<str:reference>/"), people.card, name="card"),
    path(
        pgettext_lazy("url", "manage/candidate-bank/cards/<str:reference>/hand-over/"),
        handovers.propose,
        name="propose",
    ),
    path(pgettext_lazy("url", "manage/candidate-bank/cards/<str:reference>/ask-for/"), enquiries.ask, name="ask"),
    path(pgettext_lazy("url", "manage/candidate-bank/asked-for/<int:pk>/"), enquiries.enquiry, name="enquiry"),
    path(pgettext_lazy("url", "manage/handovers/"), handovers.handovers, name="handovers"),
    path(pgettext_lazy("url", "manage/handovers/<int:pk>/"), handovers.handover, name="handover"),
    path(pgettext_lazy("url", "manage/handovers/<int:pk>/accept/"), handovers.accept, name="accept"),
    path(pgettext_lazy("url", "manage/handovers/<int:pk>/decline/"), handovers.decline, name="decline"),
    path(pgettext_lazy("url", "manage/handovers/<int:pk>/withdraw/"), handovers.withdraw, name="withdraw"),
    path(pgettext_lazy("url", "manage/handovers/<int:pk>/paper/"), handovers.paper, name="paper"),
    path(pgettext_lazy("url", "account/handovers/<int:pk>/"), mine.my_handover, name="my_handover"),
    path(pgettext_lazy("url", "account/handovers/<int:pk>/no/"), mine.refuse, name="refuse"),
]
