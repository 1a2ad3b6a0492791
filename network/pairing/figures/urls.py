"""``/fr/gestion/jumelage/chiffres/…``."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from network.pairing.figures import views

app_name = "pairing_figures"

urlpatterns = [
    path(pgettext_lazy("url", "manage/pairing-figures/"), views.page, name="page"),
    path(pgettext_lazy("url", "manage/pairing-figures/export/<str:form>/"), views.export, name="export"),
    path(pgettext_lazy("url", "manage/pairing-figures/behind/<str:name>/"), views.behind, name="behind"),
]
