"""A document in a private collection is reached by Wagtail's own door alone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.conf import settings as house
from django.http import Http404, HttpResponseBase
from django.test import RequestFactory
from django.urls import include, path, resolve
from wagtail.documents import get_document_model

from config.media import DOCUMENTS


class WithMedia:
    urlpatterns = [path("media/", include("config.media"))]


@pytest.fixture
def opened(tmp_path: Path, settings: Any, rf: RequestFactory) -> Callable[[str], HttpResponseBase]:
    """Ask for an upload by its path in the address."""
    settings.MEDIA_ROOT = tmp_path
    for name in ("documents/contract.txt", "logos/house.txt", "documents-of-all.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)

    def answer(written: str) -> HttpResponseBase:
        found = resolve(f"/media/{unquote(written)}", WithMedia)  # type: ignore[arg-type]  # patterns are enough
        return found.func(rf.get("/"), **found.kwargs)

    return answer


@pytest.mark.parametrize("name", ["logos/house.txt", "documents-of-all.txt"])
def test_public_uploads_are_served(name: str, opened: Callable[[str], Any]) -> None:
    assert b"".join(opened(name).streaming_content) == name.encode()


@pytest.mark.parametrize(
    "written",
    [
        "documents/contract.txt",
        "./documents/contract.txt",
        "logos/../documents/contract.txt",
        "/documents//contract.txt",
        "documents%2Fcontract.txt",
        "Documents/contract.txt",
        "documents/",
    ],
)
def test_documents_are_not_however_their_path_is_written(written: str, opened: Callable[[str], Any]) -> None:
    with pytest.raises(Http404):
        opened(written)


def test_documents_lie_where_the_guards_say() -> None:
    assert get_document_model()._meta.get_field("file").upload_to == DOCUMENTS
    assert "location /media/documents/ { return 404; }" in (Path(house.BASE_DIR) / "deploy" / "nginx.conf").read_text()
