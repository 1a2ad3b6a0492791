"""Everything that can be said about the code without running its flows; one line per check.

usage: python -m tools.check
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
TEST = {"DJANGO_SETTINGS_MODULE": "config.settings.test"}
#: Nothing here is secret: the check wants production settings to start, not to serve.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "".join(chr(ord("!") + place * 7 % 90) for place in range(64)),
    "ALLOWED_HOSTS": "maillage.example",
    "MAILLAGE_URL": "https://maillage.example",
    "MAILLAGE_FROM": "Maillage <ne-pas-repondre@maillage.example>",
    "DATABASE_URL": "postgresql://app@/app",
}

CHECKS: list[tuple[str, list[str], dict[str, str]]] = [
    ("lint", ["ruff", "check", "."], {}),
    ("format", ["ruff", "format", "--check", "."], {}),
    ("types, from core to events", ["mypy"], TEST),
    ("floors and rooms", ["lint-imports"], {}),
    ("foreign keys and vendored files", ["python", "-m", "pytest", "-q", "tests/test_architecture.py", "tests/test_vendor.py"], {}),
    ("missing migrations", ["python", "manage.py", "makemigrations", "--check", "--dry-run"], TEST),
    ("production settings", ["python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    ("French complete", ["python", "-m", "tools.messages", "check"], {}),
]  # fmt: skip


def run(check: tuple[str, list[str], dict[str, str]]) -> tuple[str, float, "subprocess.CompletedProcess[str]"]:
    name, (program, *arguments), environment = check
    started = time.perf_counter()
    done = subprocess.run(
        [str(BIN / program), *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return name, time.perf_counter() - started, done


def main() -> int:
    failed = 0
    # The longest begins first; each is one process, so that there are as many at once as processors.
    ordered = sorted(CHECKS, key=lambda check: check[1][0] != "mypy")
    with ThreadPoolExecutor(os.cpu_count()) as together:
        for name, seconds, done in together.map(run, ordered):
            print(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name} ({seconds:.1f} s)", flush=True)
            if done.returncode:
                failed += 1
                print(done.stdout[-6000:] + done.stderr[-3000:])
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
