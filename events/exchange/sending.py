"""One message to one address on the open network, and to no other.

The address comes from an organiser, the request from inside our own network: what it might reach there is nobody's to ask
for (server-side request forgery). So the name is looked up here, every address it has must be a public one, and the
connection goes to the very address that was looked at; an answer that leads elsewhere is not followed.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri

from events.exchange.models import Attempt

Trouble = Attempt.Trouble
#: Seconds until the connection stands, until the answer is read, and how much of it is.
CONNECT_SECONDS, ANSWER_SECONDS, ANSWER_BYTES = 3.0, 7.0, 2000
#: Ranges that hide an address of the old kind in one of the new.
_WRAPPED = [ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Refused(Exception):
    """Nothing was sent, or no answer came; ``trouble`` says why."""

    def __init__(self, trouble: Attempt.Trouble) -> None:
        self.trouble = trouble
        super().__init__(trouble.value)


@dataclass(frozen=True)
class Outcome:
    """What came of a try. ``status``: None where there was no answer."""

    status: int | None
    head: str
    milliseconds: int
    trouble: Attempt.Trouble = Trouble.NONE

    @property
    def is_good(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def is_public(address: Address) -> bool:
    """Whether an address lies on the open network, and not in ours, on this machine or among those with another meaning."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if any(address in net for net in _WRAPPED):
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def is_at_home(parts: SplitResult) -> bool:
    """The demonstration and the tests tell a system on this very machine."""
    return settings.WEBHOOKS_AT_HOME and parts.hostname == "127.0.0.1"


def address_of(parts: SplitResult) -> str:
    """The address behind a URL's name. Raises Refused: no such name, or one address of it is not public."""
    host, port = parts.hostname or "", parts.port or 443
    if is_at_home(parts):
        return host
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Refused(Trouble.NAME) from error
    addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
    if not addresses or not all(is_public(ipaddress.ip_address(one)) for one in addresses):
        raise Refused(Trouble.ADDRESS)
    return addresses[0]


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _connected(parts: SplitResult) -> http.client.HTTPConnection:
    """A connection to the address that was looked at, encrypted for the name it was looked up under."""
    address, host = address_of(parts), parts.hostname or ""
    is_open = parts.scheme == "http" and is_at_home(parts)
    port = parts.port or (80 if is_open else 443)
    connection = http.client.HTTPConnection(host, port, timeout=CONNECT_SECONDS)
    plain = socket.create_connection((address, port), timeout=CONNECT_SECONDS)
    try:
        connection.sock = plain if is_open else _trust().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise
    return connection


def post(url: str, body: bytes, headers: Mapping[str, str], *, keeps_head: bool) -> Outcome:
    """Send, and wait ten seconds at most for an answer, of which the beginning is kept if ``keeps_head``.

    Raises nothing: what went wrong is part of the outcome.
    """
    began = time.monotonic()

    def outcome(status: int | None = None, head: str = "", trouble: Attempt.Trouble = Trouble.NONE) -> Outcome:
        return Outcome(status, head, round(1000 * (time.monotonic() - began)), trouble)

    parts = urlsplit(url)
    # As browsers do: an address may be written with accents, a request may not.
    path = iri_to_uri((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
    connection = None
    try:
        connection = _connected(parts)
        connection.sock.settimeout(ANSWER_SECONDS)
        connection.request("POST", path, body, {"Connection": "close", **headers})
        answer = connection.getresponse()
        text = _beginning(answer, connection, began + CONNECT_SECONDS + ANSWER_SECONDS) if keeps_head else ""
        return outcome(answer.status, text[:300])
    except Refused as refused:
        return outcome(trouble=refused.trouble)
    except ssl.SSLError:
        return outcome(trouble=Trouble.ENCRYPTION)
    except TimeoutError:
        return outcome(trouble=Trouble.SILENCE)
    except (OSError, http.client.HTTPException, ValueError):
        return outcome(trouble=Trouble.CONNECTION)
    finally:
        if connection is not None:
            connection.close()


def _beginning(answer: http.client.HTTPResponse, connection: http.client.HTTPConnection, until: float) -> str:
    """The first letters of an answer; one that drips is not waited for. What fails here has been taken all the same."""
    read = b""
    try:
        while len(read) < ANSWER_BYTES and (left := until - time.monotonic()) > 0:
            if connection.sock is not None:
                connection.sock.settimeout(left)
            if not (more := answer.read1(ANSWER_BYTES - len(read))):
                break
            read += more
    except (OSError, http.client.HTTPException):
        pass
    return "".join(letter if letter.isprintable() else " " for letter in read.decode("utf-8", "replace"))
