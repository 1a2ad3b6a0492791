"""Lists whose wording or dates change from time to time, editable in Wagtail: what a hand wrote, no data file undoes."""

from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from core import generations
from core.reference.models import AwarenessDate, Origin, ProfessionalOrder, Term


class HandForm(WagtailAdminModelForm):  # type: ignore[misc]  # Wagtail's types are not read here
    """A row becomes its editor's; a new one gets its code from its name."""

    def save(self, commit: bool = True) -> Term:
        term: Term = self.instance
        term.origin = Origin.HAND
        if term._state.adding:
            term.code = self._free_code(slugify(term.name_fr)[:36])
        saved: Term = super().save(commit)
        generations.bump("site")
        return saved

    def _free_code(self, stem: str) -> str:
        taken = set(type(self.instance)._default_manager.filter(pk__startswith=stem).values_list("pk", flat=True))
        return next(code for code in [stem, *(f"{stem}-{n}" for n in range(2, 100))] if code not in taken)


class TermViewSet(ModelViewSet):  # type: ignore[misc]
    """Rows are marked as no longer used rather than deleted: others point to them, and a data file would bring them back."""

    base_form_class = HandForm
    list_display = ["name_fr", "name_en", "is_retired"]
    list_filter = ["is_retired", "status"]
    search_fields = ["name_fr", "name_en"]
    copy_view_enabled = False
    add_to_admin_menu = False

    def get_form_class(self, for_update: bool = False) -> Any:
        from django.forms import modelform_factory

        return modelform_factory(self.model, form=HandForm, fields=self.form_fields)


class ProfessionalOrders(TermViewSet):
    model = ProfessionalOrder
    icon = "group"
    form_fields = ["name_fr", "name_en", "note", "is_retired"]


class AwarenessDates(TermViewSet):
    model = AwarenessDate
    icon = "calendar"
    form_fields = ["name_fr", "name_en", "kind", "month", "day", "note", "is_retired"]


class ReferenceLists(ModelViewSetGroup):  # type: ignore[misc]
    menu_label = _("Reference lists")
    menu_icon = "list-ul"
    items = (ProfessionalOrders, AwarenessDates)


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]
def reference_lists() -> ReferenceLists:
    return ReferenceLists()
