from django.urls import path
from django.utils.translation import pgettext_lazy

from core.reference import views

app_name = "reference"

urlpatterns = [
    path(pgettext_lazy("url", "lists/occupations/"), views.occupations, name="occupations"),
]
