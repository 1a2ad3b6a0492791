"""The one place that reads environment variables; a wrong value stops the start with a sentence."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """Value of the variable; without a default it must be set and not empty."""
    value = os.environ.get(name) or default
    if value is None:
        raise ImproperlyConfigured(f"Set {name}: this setting has no default.")
    return value


def number(name: str, default: int) -> int:
    """Whole number, written in digits."""
    value = os.environ.get(name) or str(default)
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def flag(name: str, default: bool) -> bool:
    """``1`` or ``0``."""
    value = os.environ.get(name) or ("1" if default else "0")
    if value not in {"0", "1"}:
        raise ImproperlyConfigured(f"{name} must be 0 or 1, not {value!r}.")
    return value == "1"


def words(name: str, default: str = "") -> list[str]:
    """Comma-separated words."""
    return [word.strip() for word in (os.environ.get(name) or default).split(",") if word.strip()]


def database(name: str, default: str) -> dict[str, Any]:
    """Django's settings for ``sqlite:///PATH`` or ``postgresql://[USER[:PASSWORD]@][HOST[:PORT]]/NAME[?host=DIR]``."""
    url = urlsplit(os.environ.get(name) or default)
    if url.scheme == "sqlite":
        return _sqlite(Path(unquote(url.path[1:])))
    if url.scheme == "postgresql":
        options = {key: values[-1] for key, values in parse_qs(url.query).items()}
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(url.path[1:]),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": options.pop("host", url.hostname or ""),
            "PORT": str(url.port or ""),
            # Random pages cost little on solid state, and no query of ours is long enough to be worth compiling.
            "OPTIONS": {"options": "-c random_page_cost=1.1 -c jit=off", **options},
        }
    raise ImproperlyConfigured(f"{name} must start with sqlite:/// or postgresql://.")


def _sqlite(path: Path) -> dict[str, Any]:
    # Immediate transactions and a long busy time-out: writers wait their turn in place of failing half-way.
    path.parent.mkdir(parents=True, exist_ok=True)
    synchronous = text("MAILLAGE_SQLITE_SYNCHRONOUS", "FULL")
    if synchronous not in {"FULL", "NORMAL"}:
        raise ImproperlyConfigured("MAILLAGE_SQLITE_SYNCHRONOUS must be FULL or NORMAL.")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous}; PRAGMA foreign_keys=ON;",
        },
    }
