from django.urls import path
from django.utils.translation import pgettext_lazy

from people.consent import views

app_name = "consent"

urlpatterns = [
    path(pgettext_lazy("url", "account/consents/"), views.mine, name="mine"),
    path(pgettext_lazy("url", "account/consents/give/"), views.give, name="give"),
    path(pgettext_lazy("url", "account/consents/<int:pk>/withdraw/"), views.withdraw, name="withdraw"),
]
