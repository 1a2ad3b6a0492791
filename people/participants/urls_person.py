"""The person's own pages: ``/fr/mon-espace/…`` and ``/en/my-space/…``."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from people.participants.views.person import asking, card, documents, profile, requests

patterns = [
    path(pgettext_lazy("url", "my-space/open-to-me/"), asking.open_to_me, name="open_to_me"),
    path(pgettext_lazy("url", "my-space/ask/<int:edition>/"), asking.ask, name="apply"),
    path(pgettext_lazy("url", "my-space/requests/"), requests.requests, name="requests"),
    path(pgettext_lazy("url", "my-space/requests/<int:pk>/"), requests.candidacy, name="candidacy"),
    path(pgettext_lazy("url", "my-space/requests/<int:pk>/again/"), requests.ask_again, name="ask_again"),
    path(pgettext_lazy("url", "my-space/requests/<int:pk>/withdraw/"), requests.withdraw, name="withdraw"),
    path(pgettext_lazy("url", "my-space/profile/"), profile.overview, name="profile"),
    path(pgettext_lazy("url", "my-space/profile/begin/"), profile.begin, name="begin"),
    path(pgettext_lazy("url", "my-space/profile/step/<slug:code>/"), profile.step, name="step"),
    path(pgettext_lazy("url", "my-space/card/"), card.card, name="card"),
    path(pgettext_lazy("url", "my-space/card/preview/"), card.preview, name="card_preview"),
    path(pgettext_lazy("url", "my-space/card/portrait/"), card.change_portrait, name="change_portrait"),
    path(pgettext_lazy("url", "my-space/card/portrait/remove/"), card.remove_portrait, name="remove_portrait"),
    path(pgettext_lazy("url", "cards/<int:pk>/portrait/"), card.portrait, name="portrait"),
    path(pgettext_lazy("url", "cards/<int:pk>/cv/"), card.card_cv, name="card_cv"),
    path(pgettext_lazy("url", "my-space/documents/"), documents.documents, name="documents"),
    path(pgettext_lazy("url", "my-space/documents/add/"), documents.add_document, name="add_document"),
    path(pgettext_lazy("url", "my-space/documents/<int:pk>/"), documents.document, name="document"),
    path(
        pgettext_lazy("url", "my-space/documents/<int:pk>/remove/"), documents.remove_document, name="remove_document"
    ),
]
