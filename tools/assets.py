"""Put the stylesheet together and say what it weighs. ``collectstatic`` does the same by itself (``core.assets``).

usage: DJANGO_SETTINGS_MODULE=config.settings.demo python -m tools.assets
"""

import gzip

import django

django.setup()

from core import assets  # noqa: E402  (settings first)

if __name__ == "__main__":
    text = assets.build().read_bytes()
    print(f"{assets.NAME}: {len(assets.parts())} parts, {len(text)} bytes, {len(gzip.compress(text))} compressed")
