"""A load client that costs little: requests per second and waiting times at a given concurrency."""

import asyncio
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from bench.figures import spread


@dataclass
class Rates:
    """One run: requests answered, seconds it took, each answer's waiting time in ms, answers that were not 200."""

    seconds: float
    waits_ms: list[float]
    errors: int

    @property
    def per_second(self) -> float:
        return len(self.waits_ms) / self.seconds

    def percentile(self, share: float) -> float:
        ordered = sorted(self.waits_ms)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


async def _get(host: str, port: int, path: str) -> int:
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n".encode())
    answer = await reader.read(-1)
    writer.close()
    return int(answer[9:12]) if answer.startswith(b"HTTP/1.") else 0


async def _run(url: str, concurrency: int, seconds: float) -> Rates:
    parts = urlsplit(url)
    host, port, path = parts.hostname or "", parts.port or 80, parts.path + (f"?{parts.query}" if parts.query else "")
    waits: list[float] = []
    errors = 0
    started = time.perf_counter()

    async def visitor() -> None:
        nonlocal errors
        while time.perf_counter() - started < seconds:
            asked = time.perf_counter()
            errors += await _get(host, port, path) != 200
            waits.append((time.perf_counter() - asked) * 1000)

    await asyncio.gather(*(visitor() for _each in range(concurrency)))
    return Rates(time.perf_counter() - started, waits, errors)


def rates(url: str, concurrency: int, runs: int = 3, seconds: float = 2.0) -> dict[str, object]:
    """Requests/s, p50 and p99 in ms over ``runs`` runs, with their spread, and errors in all."""
    done = [asyncio.run(_run(url, concurrency, seconds)) for _run_number in range(runs)]
    return {
        "per_s": spread((run.per_second for run in done), 1),
        "p50_ms": spread(run.percentile(0.5) for run in done),
        "p99_ms": spread(run.percentile(0.99) for run in done),
        "errors": sum(run.errors for run in done),
    }
