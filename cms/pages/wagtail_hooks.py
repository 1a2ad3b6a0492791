"""What editors find in Wagtail beside pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.viewsets.model import ModelViewSet

from cms.pages.models import SiteAlert


class AlertForm(WagtailAdminModelForm):
    url = forms.URLField(label=_("link to more"), required=False, assume_scheme="https")


class SiteAlerts(ModelViewSet):
    model = SiteAlert
    icon = "warning"
    add_to_admin_menu = True
    list_display = ("text_fr", "kind", "since", "until")
    form_fields = ("kind", "text_fr", "text_en", "url", "since", "until")
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> Any:
        return forms.modelform_factory(self.model, form=AlertForm, fields=self.form_fields)


@hooks.register("register_admin_viewset")
def site_alerts() -> SiteAlerts:
    return SiteAlerts("site_alerts")
