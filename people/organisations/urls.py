from django.urls import path
from django.utils.translation import pgettext_lazy

from people.organisations import views

app_name = "organisations"

urlpatterns = [
    path(pgettext_lazy("url", "manage/organisations/"), views.organisation_list, name="list"),
    path(pgettext_lazy("url", "manage/organisations/new/"), views.create, name="create"),
    path(pgettext_lazy("url", "manage/organisations/<int:pk>/"), views.detail, name="detail"),
    path(pgettext_lazy("url", "manage/organisations/<int:pk>/edit/"), views.edit, name="edit"),
    path(pgettext_lazy("url", "manage/organisations/<int:pk>/invite/"), views.invite, name="invite"),
    path(
        pgettext_lazy("url", "manage/organisations/<int:pk>/invitations/<int:invitation_pk>/again/"),
        views.invitation_again,
        name="invitation_again",
    ),
    path(
        pgettext_lazy("url", "manage/organisations/<int:pk>/invitations/<int:invitation_pk>/withdraw/"),
        views.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path(pgettext_lazy("url", "manage/organisations/<int:pk>/people/new/"), views.affiliation_add, name="affiliate"),
    path(
        pgettext_lazy("url", "manage/organisations/<int:pk>/people/<int:affiliation_pk>/end/"),
        views.affiliation_end,
        name="affiliation_end",
    ),
    path(pgettext_lazy("url", "invitations/<str:token>/"), views.invitation, name="invitation"),
]
