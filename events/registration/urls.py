"""Paths of a visitor's registration: ``/fr/inscription/…`` and ``/en/registration/…``, ``/fr/billet/…`` and ``/en/ticket/…``."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from events.registration.views import form, guardian, line, manage, mine, terms, ticket

app_name = "registration"
urlpatterns = [
    path(pgettext_lazy("url", "my-registrations/"), mine.mine, name="mine"),
    path(pgettext_lazy("url", "my-registrations/<int:event_id>/"), mine.my_one, name="my_one"),
    path(pgettext_lazy("url", "events/<int:event_id>/register/"), form.register, name="register"),
    path(pgettext_lazy("url", "events/<int:event_id>/register/again/"), form.already, name="already"),
    path(pgettext_lazy("url", "registration/<str:link_key>/"), manage.manage, name="manage"),
    path(pgettext_lazy("url", "registration/<str:link_key>/change/"), manage.change, name="change"),
    path(pgettext_lazy("url", "registration/<str:link_key>/cancel/"), manage.cancel, name="cancel"),
    path(pgettext_lazy("url", "registration/<str:link_key>/accept/"), manage.accept, name="accept"),
    path(pgettext_lazy("url", "registration/<str:link_key>/decline/"), manage.decline, name="decline"),
    path(pgettext_lazy("url", "registration/<str:link_key>/who-comes/"), manage.party, name="party"),
    path(pgettext_lazy("url", "registration/<str:link_key>/tickets.pdf"), manage.all_tickets, name="all_tickets"),
    path(pgettext_lazy("url", "parent-or-guardian/<str:key>/"), guardian.guardian, name="guardian"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/terms/"), terms.terms, name="terms"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/seats/"), terms.capacity, name="capacity"),
    path(pgettext_lazy("url", "manage/events/<int:event_id>/waiting-list/"), line.line, name="line"),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/waiting-list/<int:registration_id>/"),
        line.out_of_turn,
        name="out_of_turn",
    ),
    path(
        pgettext_lazy("url", "manage/events/<int:event_id>/waiting-list/<int:offer_id>/take-back/"),
        line.take_back,
        name="take_back",
    ),
    path(pgettext_lazy("url", "ticket/<str:code>/"), ticket.page, name="ticket"),
    path(pgettext_lazy("url", "ticket/<str:code>/ticket.pdf"), ticket.pdf, name="ticket_pdf"),
    path(pgettext_lazy("url", "ticket/<str:code>/event.ics"), ticket.calendar, name="ticket_ics"),
]
