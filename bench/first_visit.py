"""What a first visit costs: requests and bytes over the wire, as Debian's chromium counts them."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, sync_playwright

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Visit:
    """What one page asked for on an empty cache, images aside; the bytes as they travelled, headers included."""

    kinds: dict[str, str] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    weights: dict[str, int] = field(default_factory=dict)

    @property
    def counted(self) -> list[str]:
        return [request for request, kind in self.kinds.items() if kind != "Image"]

    @property
    def requests(self) -> int:
        return len(self.counted)

    @property
    def bytes(self) -> int:
        return sum(self.weights.get(request, 0) for request in self.counted)

    def answered(self, event: dict[str, Any]) -> None:
        self.kinds[event["requestId"]] = event["type"]
        self.addresses[event["requestId"]] = event["response"]["url"]

    def arrived(self, event: dict[str, Any]) -> None:
        self.weights[event["requestId"]] = int(event["encodedDataLength"])


def visit(browser: Browser, address: str) -> Visit:
    """Open a page as somebody who was never there, on a phone."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    found = Visit()
    session.on("Network.responseReceived", found.answered)
    session.on("Network.loadingFinished", found.arrived)
    page.goto(address, wait_until="networkidle")
    context.close()
    return found


def measure(url: str, paths: dict[str, str]) -> dict[str, Any]:
    """Requests and bytes of each page."""
    flat: dict[str, Any] = {}
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        for name, path in paths.items():
            found = visit(browser, url + path)
            flat[f"first_visit.{name}.requests"] = found.requests
            flat[f"first_visit.{name}.bytes"] = found.bytes
        browser.close()
    return flat
