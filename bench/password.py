"""CPU of one password check as the settings have it, in milliseconds.

usage: python -m bench.password [RUNS]
"""

import json
import sys
import time
from typing import Any

from bench import figures
from people.accounts.hashers import MeasuredArgon2

RUNS = 25


def measure(runs: int = RUNS) -> dict[str, Any]:
    """``password.cpu_ms``: process time, so that other work on the machine counts little."""
    hasher = MeasuredArgon2()
    encoded = hasher.encode("un fleuve et deux rives", "sel et poivre et thym")
    spent = []
    for _run in range(runs):
        started = time.process_time()
        assert hasher.verify("un fleuve et deux rives", encoded)
        spent.append((time.process_time() - started) * 1000)
    return {
        "password.cpu_ms": figures.spread(spent),
        "password.memory_mib": hasher.memory_cost // 1024,
        "password.passes": hasher.time_cost,
    }


if __name__ == "__main__":
    chosen = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    print(json.dumps(figures.nested({**measure(chosen), "machine": figures.machine()}), indent=2))
