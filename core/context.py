"""What the furniture of every page needs: header, footer, language switch."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language


def furniture(request: HttpRequest) -> dict[str, Any]:
    """No query here: a cached page and an error page pass through it too."""
    return {"page_language": get_language() or "fr", "is_demo": settings.DEMO, "public_url": settings.PUBLIC_URL}
