"""Put the stylesheets together and say what they weigh. ``collectstatic`` does the same by itself (``core.assets``).

usage: DJANGO_SETTINGS_MODULE=config.settings.demo python -m tools.assets
"""

import gzip

import django

django.setup()

from core import assets  # noqa: E402  (settings first)

if __name__ == "__main__":
    for sheet in assets.SHEETS:
        text = assets.build(sheet).read_bytes()
        print(f"{sheet}: {len(assets.parts(sheet))} parts, {len(text)} bytes, {len(gzip.compress(text))} compressed")
