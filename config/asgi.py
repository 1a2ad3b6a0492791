"""Pages and sockets in one process: the demo, or the ``/live/`` workers of a larger site."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

from django.core.asgi import get_asgi_application

pages = get_asgi_application()

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.urls import path

from config.gate import Gate
from core.live import LiveConsumer
from core.settled import settle

application = ProtocolTypeRouter(
    {
        "http": Gate(pages),
        "websocket": AllowedHostsOriginValidator(
            AuthMiddlewareStack(URLRouter([path("live/", LiveConsumer.as_asgi(), name="live")]))
        ),
    }
)
settle()
