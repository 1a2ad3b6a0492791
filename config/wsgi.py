"""Pages under a WSGI server (gunicorn); sockets live in ``config.asgi``."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

from django.core.wsgi import get_wsgi_application

from core.settled import settle

application = get_wsgi_application()
settle()
