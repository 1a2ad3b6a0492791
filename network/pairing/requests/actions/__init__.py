"""What is done to requests; one module a subject. Of a request, the candidacy is held first, then the request."""

from network.pairing.requests.actions.holding import held
from network.pairing.requests.actions.moving import bring_back, end, rest, take_up
from network.pairing.requests.actions.news import give_news
from network.pairing.requests.actions.queueing import match, propose, wait_again
from network.pairing.requests.actions.writing import begin, send, write

__all__ = [
    "begin",
    "bring_back",
    "end",
    "give_news",
    "held",
    "match",
    "propose",
    "rest",
    "send",
    "take_up",
    "wait_again",
    "write",
]
