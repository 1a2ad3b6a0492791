"""Nobody waits without news: a letter after 14 and after 45 days in the queue, once each."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from network.pairing.requests import telling
from network.pairing.requests.actions.holding import RELATED
from network.pairing.requests.models import Request, State
from people.programmes.models import State as Opened

#: Days of waiting after which somebody has news, the longest first: who waited for both has the later one alone.
DAYS: Final = (45, 14)
#: Letters of one go: the clock comes back.
BATCH = 300


@transaction.atomic
def give_news() -> int:
    """Write to those who wait so long now and have not heard of it in this wait; how many. Cost: 2 queries, and 5 a letter.

    Put aside, proposed or matched, nobody is written to. One conditional UPDATE decides each letter.
    """
    given = 0
    for days in DAYS:
        long = Request.objects.waiting().filter(
            candidacy__edition__state=Opened.OPEN,
            waiting_since__lte=timezone.now() - timedelta(days=days),
            news__lt=days,
        )
        for request in long.select_related(*RELATED).by_waiting()[: BATCH - given]:
            if Request.objects.filter(pk=request.pk, state=State.WAITING, news__lt=days).update(news=days):
                telling.tell_news(request, days)
                given += 1
    return given
