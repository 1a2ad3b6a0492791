from django.urls import path
from django.utils.translation import pgettext_lazy

from people.programmes.views import editions, public, rulebook

app_name = "programmes"

urlpatterns = [
    path(pgettext_lazy("url", "programmes/"), public.programme_list, name="list"),
    path(pgettext_lazy("url", "programmes/for-me/"), public.ask, name="five_questions"),
    path(pgettext_lazy("url", "programmes/for-me/go-on/"), public.go_on, name="go_on"),
    path(pgettext_lazy("url", "programmes/<int:pk>/"), public.programme_detail, name="detail"),
    path(pgettext_lazy("url", "manage/programmes/"), editions.programme_table, name="programmes"),
    path(pgettext_lazy("url", "manage/programmes/new/"), editions.programme_new, name="programme_new"),
    path(pgettext_lazy("url", "manage/programmes/<int:pk>/edit/"), editions.programme_edit, name="programme_edit"),
    path(
        pgettext_lazy("url", "manage/programmes/<int:programme_pk>/editions/new/"),
        editions.edition_new,
        name="edition_new",
    ),
    path(pgettext_lazy("url", "manage/editions/"), editions.edition_list, name="editions"),
    path(pgettext_lazy("url", "manage/editions/<int:pk>/"), editions.overview, name="edition"),
    path(pgettext_lazy("url", "manage/editions/<int:pk>/edit/"), editions.edition_edit, name="edition_edit"),
    path(pgettext_lazy("url", "manage/editions/<int:pk>/state/"), editions.edition_move, name="edition_move"),
    path(pgettext_lazy("url", "manage/editions/<int:pk>/partners/new/"), editions.partner_new, name="partner_new"),
    path(
        pgettext_lazy("url", "manage/editions/<int:pk>/partners/<int:partner_pk>/"),
        editions.partner_edit,
        name="partner_edit",
    ),
    path(
        pgettext_lazy("url", "manage/editions/<int:pk>/partners/<int:partner_pk>/turn/"),
        editions.partner_turn,
        name="partner_turn",
    ),
    path(pgettext_lazy("url", "manage/editions/<int:pk>/rules/"), rulebook.read, name="rules"),
    path(pgettext_lazy("url", "manage/editions/<int:pk>/rules/<int:number>/"), rulebook.version, name="version"),
    path(pgettext_lazy("url", "manage/editions/<int:pk>/rules/draft/"), rulebook.draft, name="draft"),
    path(pgettext_lazy("url", "manage/editions/<int:pk>/rules/draft/start/"), rulebook.draft_start, name="draft_start"),
    path(
        pgettext_lazy("url", "manage/editions/<int:pk>/rules/draft/discard/"),
        rulebook.draft_discard,
        name="draft_discard",
    ),
    path(pgettext_lazy("url", "manage/editions/<int:pk>/rules/draft/publish/"), rulebook.publish, name="publish"),
    path(pgettext_lazy("url", "manage/areas/"), editions.area_list, name="areas"),
    path(pgettext_lazy("url", "manage/areas/new/"), editions.area_new, name="area_new"),
    path(pgettext_lazy("url", "manage/areas/<int:pk>/"), editions.area_edit, name="area_edit"),
]
