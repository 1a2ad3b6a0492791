from django.urls import path
from django.utils.translation import pgettext_lazy

from core import views

app_name = "core"

urlpatterns = [
    path(pgettext_lazy("url", "manage/"), views.to_workspace, name="workspace"),
    path(pgettext_lazy("url", "manage/gallery/"), views.show_gallery, name="gallery"),
]
