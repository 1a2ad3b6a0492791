"""A write that is asked twice is done once, and answered twice with the same bytes.

The key is inserted first, in the transaction of the write, and the answer is written into that row before it is committed: of
two at once the second waits on the unique constraint until the first is through, and then reads its answer; a process
that dies takes key, write and answer along. A refusal is an answer too; a failure of ours is none.
"""

import hashlib
import re
from datetime import timedelta
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import IntegrityError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from events.exchange.bearing import SAFE
from events.exchange.models import KEPT_HOURS, KeptAnswer, Token, digest_of
from events.exchange.problems import Problem

#: 1 to 255 visible signs of ASCII.
KEY = re.compile(r"[\x21-\x7e]{1,255}\Z")
MOST_BYTES = 64 * 1024
#: What of an answer is kept beside its bytes.
HEADERS = ("Content-Type", "ETag", "Location", "Content-Language")


def answered(request: HttpRequest, view: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """The view's answer, or the one that the same request got before. Cost: 3 queries beside the view's, 1 for a repeated one.

    Raises Problem: 400 without a key, 422 for another request under it, 413 for a body that is too long, 409 where another
    process holds the database.
    """
    response: HttpResponseBase
    if request.method in SAFE:
        response = view(request, *args, **kwargs)
        return response
    key = request.META.get("HTTP_IDEMPOTENCY_KEY", "").strip()
    if not KEY.match(key):
        words = _("Send a key of your own in the header Idempotency-Key, a new one for each thing you want done.")
        raise Problem(400, "idempotency-key-missing", words)
    token: Token = request.token  # type: ignore[attr-defined]  # set by access.token
    asked, request_digest = digest_of(key), _digest(request)
    try:
        return _first_or_again(request, token, asked, request_digest, view, args, kwargs)
    except OperationalError as error:
        if "locked" not in str(error):
            raise
        words = _("Somebody else is writing just now. Nothing of this request was kept: send it again in a moment.")
        raise Problem(409, "busy", words, headers={"Retry-After": "2"}) from None


def _first_or_again(
    request: HttpRequest, token: Token, asked: str, request_digest: str, view: Any, args: Any, kwargs: Any
) -> HttpResponseBase:
    same = KeptAnswer.objects.filter(token=token, key=asked)
    with transaction.atomic():
        same.filter(made_at__lt=timezone.now() - timedelta(hours=KEPT_HOURS)).delete()
        try:
            with transaction.atomic():
                kept = KeptAnswer.objects.create(token=token, key=asked, request=request_digest)
        except IntegrityError:
            return _again(same.get(), request_digest)
        response: HttpResponse = view(request, *args, **kwargs)
        kept.status, kept.body = response.status_code, response.content
        kept.headers = {name: response[name] for name in HEADERS if name in response}
        kept.save(update_fields=["status", "body", "headers"])
        return response


def _again(first: KeptAnswer, request_digest: str) -> HttpResponse:
    if first.request != request_digest:
        words = _(
            "Nothing was changed: this Idempotency-Key was used for another request. Take a new key for this one."
        )
        raise Problem(422, "idempotency-key-used", words)
    response = HttpResponse(bytes(first.body), status=first.status, headers=first.headers)
    response["Idempotent-Replayed"] = "true"
    return response


def _digest(request: HttpRequest) -> str:
    """Of method, path and body, each with its length, so that no two requests read alike."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        raise _too_long()
    try:
        body = request.body
    except RequestDataTooBig:
        raise _too_long() from None
    if len(body) > MOST_BYTES:
        raise _too_long()
    parts = [(request.method or "").encode(), request.get_full_path().encode(), body]
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _too_long() -> Problem:
    return Problem(413, "too-long", _("Nothing was changed: a request holds 64 kilobytes at most."))
