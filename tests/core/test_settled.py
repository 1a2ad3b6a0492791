"""No request of a server that runs waits for the collector to walk all that was loaded before it."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("served_by", ["wsgi", "asgi"])
def test_what_a_server_loaded_is_set_apart_from_what_is_collected(served_by: str) -> None:
    asked = f"import gc, config.{served_by}; print(gc.get_freeze_count(), len(gc.get_objects()))"

    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout

    frozen, looked_through = map(int, said.split())
    assert frozen > 20 * looked_through
