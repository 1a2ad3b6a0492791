"""Letters to the person about their request: by mail, or on paper to whom no address reaches."""

from network.pairing.requests.models import Request
from people.participants import writing


def tell(request: Request, what: str) -> None:
    """``what``: "sent", "resting", "ended". One letter for one move. Cost: 3 to 4 queries."""
    key = f"{request.pk}:{what}:{request.state_since:%Y%m%d%H%M%S}"
    writing.tell(request.candidacy.case_file, "requests/moved", key=key, about=request, payload={"what": what})


def tell_news(request: Request, days: int) -> None:
    """After so many days of waiting: what has happened, and what to do. Once for one wait. Cost: 3 to 4 queries."""
    key = f"{request.pk}:{days}:{request.waiting_since:%Y%m%d}"
    writing.tell(request.candidacy.case_file, "requests/news", key=key, about=request, payload={"days": days})
