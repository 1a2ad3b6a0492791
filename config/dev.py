"""``/dev/``: one button per role, and every mail that left. The demonstration alone has it."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core import access
from core.pages import no_store
from events.exchange import signing
from events.exchange.models import Subscription
from people.accounts.models import Grant, Role, User

#: Messages that the receiver shows.
RECEIVED = 50
#: What a partner's page names, and our views behind it.
PARTNER = {"list_url": "agenda:list", "data_url": "agenda:embed_data", "frame_url": "agenda:embed_frame"}


@dataclass(frozen=True)
class Part:
    """A part of a mail that can be opened by itself."""

    number: int
    name: str
    mime: str
    content: bytes


@dataclass(frozen=True)
class Left:
    """A mail that left, read back from its file."""

    name: str
    at: datetime
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def recipient(self) -> str:
        return str(self.message["To"])

    @property
    def text(self) -> str:
        body = self.message.get_body(("plain",))
        return body.get_content() if body else ""

    @property
    def parts(self) -> list[Part]:
        """What is not plain text: the HTML, the calendar, the ticket."""
        found = []
        for number, part in enumerate(self.message.walk()):
            if part.is_multipart() or (part.get_content_type() == "text/plain" and not part.get_filename()):
                continue
            content = part.get_payload(decode=True)
            name = part.get_filename() or part.get_content_type()
            found.append(Part(number, name, part.get_content_type(), content if isinstance(content, bytes) else b""))
        return found


def read(file: Path) -> Left:
    message = BytesParser(policy=policy.default).parsebytes(file.read_bytes())
    at = datetime.fromtimestamp(int(file.name.split("-")[0]) / 1e9, tz=UTC)
    return Left(file.stem, at, message)  # type: ignore[arg-type]  # policy.default makes an EmailMessage


def mail_files() -> list[Path]:
    return sorted(Path(settings.EMAIL_FILE_PATH).glob("*.eml"), reverse=True)


def mail_named(name: str) -> Left:
    for file in mail_files():
        if file.stem == name:
            return read(file)
    raise Http404


def users_by_role() -> list[tuple[Role, User]]:
    """The first login of each role, in the order of the closed list."""
    first: dict[str, User] = {}
    for grant in Grant.objects.filter(revoked_at=None).select_related("user__person").order_by("pk"):
        first.setdefault(grant.role, grant.user)
    return [(role, first[role]) for role in Role if role in first]


@access.demo
@no_store
def index(request: HttpRequest) -> HttpResponse:
    page = Paginator(mail_files(), 25).get_page(request.GET.get("page"))
    mails = [read(file) for file in page]
    return render(request, "dev/index.html", {"roles": users_by_role(), "mails": mails, "page": page})


@access.demo
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    from people.accounts.demo import sign_in_with_second_factor

    user = get_object_or_404(User, pk=request.POST.get("user"))
    sign_in_with_second_factor(request, user)
    goal = request.POST.get("next", "")
    return redirect(goal if url_has_allowed_host_and_scheme(goal, allowed_hosts=None) else "/")


@access.demo
def mail(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "dev/mail.html", {"mail": mail_named(name)})


@access.demo
def part(request: HttpRequest, name: str, number: int) -> HttpResponse:
    for found in mail_named(name).parts:
        if found.number == number:
            mime = f"{found.mime}; charset=utf-8" if found.mime.startswith("text/") else found.mime
            response = HttpResponse(found.content, content_type=mime)
            if "/" not in found.name:
                response["Content-Disposition"] = f'inline; filename="{found.name}"'
            return response
    raise Http404


@access.demo
def partner(request: HttpRequest) -> HttpResponse:
    """A partner's page as its visitors see it: the calendar by the script, and in a frame."""
    context = {name: reverse(view) for name, view in PARTNER.items()}
    # The script asks for whole addresses, as a partner pastes them; of whatever address this page is seen under.
    context["data_url"] = request.build_absolute_uri(context["data_url"])
    return render(request, "dev/partner.html", context)


@csrf_exempt
@access.demo
@no_store
def receiver(request: HttpRequest) -> HttpResponse:
    """Another system, played: it takes what is told, and shows it."""
    kept = Path(settings.VAR_DIR) / "received.jsonl"
    if request.method == "POST":
        given = {name.lower(): value for name, value in request.headers.items()}
        told = {
            "kind": json.loads(request.body)["type"],
            "at": timezone.now().isoformat(),
            "holds": signature_holds(given, request.body),
            "body": request.body.decode(),
        }
        with kept.open("a") as file:
            file.write(json.dumps(told) + "\n")
        return HttpResponse("merci", content_type="text/plain")
    lines = kept.read_text().splitlines()[-RECEIVED:] if kept.exists() else []
    received = [json.loads(line) for line in reversed(lines)]
    for one in received:
        one["at"] = datetime.fromisoformat(one["at"])
        one["body"] = json.dumps(json.loads(one["body"]), ensure_ascii=False, indent=1)
    return render(request, "dev/receiver.html", {"received": received})


def signature_holds(given: dict[str, str], body: bytes) -> bool:
    """With the key of one of the subscriptions that lead here."""
    here = Subscription.objects.filter(url__endswith=reverse("dev_receiver"))
    return any(signing.holds(signing.shown(one.salt), given, body, timezone.now()) for one in here)


@access.demo
def bare(request: HttpRequest) -> HttpResponse:
    """Nothing but the middleware: what a measured page is compared with."""
    return HttpResponse("bare")


urlpatterns = [
    path("bare/", bare, name="dev_bare"),
    path("partner/", partner, name="dev_partner"),
    path("receiver/", receiver, name="dev_receiver"),
    path("", index, name="dev"),
    path("sign-in/", sign_in, name="dev_sign_in"),
    path("mail/<str:name>/", mail, name="dev_mail"),
    path("mail/<str:name>/<int:number>/", part, name="dev_mail_part"),
]
