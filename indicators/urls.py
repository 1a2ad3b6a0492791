from django.urls import path
from django.utils.translation import pgettext_lazy

from indicators import views

app_name = "indicators"

urlpatterns = [
    path(pgettext_lazy("url", "manage/indicators/"), views.indicator_list, name="list"),
    path(pgettext_lazy("url", "manage/indicators/<str:code>/"), views.detail, name="detail"),
    path(pgettext_lazy("url", "manage/indicators/<str:code>/list.<str:form>"), views.export, name="export"),
]
