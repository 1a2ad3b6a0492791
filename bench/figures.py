"""How a figure is kept: a number, or a median with its spread beside it; dots in a key are levels."""

import json
import platform
import statistics
import subprocess
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ["django", "wagtail", "uvicorn", "gunicorn", "channels", "psycopg"]


def spread(values: Iterable[float], digits: int = 2) -> dict[str, float | int]:
    """Median, smallest, largest and number of runs."""
    runs = sorted(values)
    return {
        "median": round(statistics.median(runs), digits),
        "min": round(runs[0], digits),
        "max": round(runs[-1], digits),
        "runs": len(runs),
    }


def nested(flat: dict[str, Any]) -> dict[str, Any]:
    """{"queries.home": 7} becomes {"queries": {"home": 7}}."""
    tree: dict[str, Any] = {}
    for key, value in flat.items():
        *path, last = key.split(".")
        branch = tree
        for step in path:
            branch = branch.setdefault(step, {})
        branch[last] = value
    return tree


def machine() -> dict[str, Any]:
    """What the figures were taken on."""
    return {
        "cores": psutil.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30),
        "processor": processor(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "versions": {name: version(name) for name in PACKAGES},
    }


def processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor()


def commit() -> str:
    """The commit measured, marked when the tree held changes."""
    name = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    dirty = subprocess.run(
        ["git", "status", "--porcelain", "--untracked-files=no"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    changed = [
        line for line in dirty.stdout.splitlines() if not line.endswith(("bench/results.json", "bench/proof.json"))
    ]
    return name.stdout.strip() + ("+changes" if changed else "")


def write(file: str, flat: dict[str, Any]) -> None:
    """Print the figures as one JSON object and keep them in ``bench/FILE``, beside parts that were taken by themselves."""
    path = ROOT / "bench" / file
    before = json.loads(path.read_text()) if path.exists() else {}
    apart = {name: part for name, part in before.items() if isinstance(part, dict) and "commit" in part}
    whole = {**apart, "machine": machine(), "commit": commit(), **nested(flat)}
    text = json.dumps(whole, indent=2, ensure_ascii=False)
    path.write_text(text + "\n")
    print(text)


def keep(file: str, flat: dict[str, Any]) -> None:
    """Put a part, taken by itself, into ``bench/FILE``, and print it. Its own ``commit`` stands in it; other parts stay."""
    path = ROOT / "bench" / file
    news = nested(flat)
    whole = json.loads(path.read_text()) if path.exists() else {}
    path.write_text(json.dumps({**whole, "machine": machine(), **news}, indent=2, ensure_ascii=False) + "\n")
    print(json.dumps(news, indent=2, ensure_ascii=False), flush=True)
