"""Components: templates in ``templates/components/``, called by name and shown in the gallery."""

from django import template

register = template.Library()
