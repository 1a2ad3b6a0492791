"""What other systems ask and do: one operation, one function, at one address.

Loaded with the first request, or the first reader of the description (``events.exchange.addresses``).
"""

from events.exchange.views.api import events, registrations, seats  # noqa: F401  (declare their operations)
from events.exchange.views.api.frame import answered, api, declared

__all__ = ["answered", "api", "views"]

views = declared()
