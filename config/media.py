"""Public uploads, which a proxy serves on a larger site (``deploy/nginx.conf``): on the demonstration alone."""

import posixpath

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import path
from django.views.static import serve

from core import access

#: Wagtail's documents stand among the uploads; only ``/documents/`` asks who may read one.
DOCUMENTS = "documents"


@access.anyone
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file under MEDIA_ROOT; 404 for a document, however its path is written."""
    if posixpath.normpath(name).strip("/").casefold().split("/")[0] == DOCUMENTS:
        raise Http404
    return serve(request, name, document_root=settings.MEDIA_ROOT)


urlpatterns = [path("<path:name>", media, name="media")]
