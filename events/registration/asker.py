"""Who asks for a seat, as far as two requests can be told apart without a login."""

from django.utils.crypto import salted_hmac

from core.folding import fold
from people.accounts.models import Address


def digest(email: str, name: str) -> str:
    """Keyed digest of an address and a name, 64 hexadecimal digits: the key of "once per asker".

    "José  JEAN-PIERRE" and "jose jean pierre" are one name: people retype theirs without accents on a phone.
    """
    asked = f"{Address.normalise(email)}\n{fold(name)}"
    return salted_hmac("events.registration.asker", asked, algorithm="sha256").hexdigest()
