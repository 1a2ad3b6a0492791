"""What a first visit costs: requests and bytes over the wire, as Debian's chromium counts them."""

from typing import Any

from playwright.sync_api import sync_playwright

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


def measure(url: str, paths: dict[str, str]) -> dict[str, Any]:
    """Requests and bytes of each page on an empty cache, images aside; the bytes as they travelled."""
    flat: dict[str, Any] = {}
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        for name, path in paths.items():
            context = browser.new_context(viewport={"width": 390, "height": 844})
            page = context.new_page()
            session = context.new_cdp_session(page)
            session.send("Network.enable")
            kinds: dict[str, str] = {}
            weights: dict[str, int] = {}
            session.on(
                "Network.responseReceived", lambda event, kinds=kinds: kinds.update({event["requestId"]: event["type"]})
            )
            session.on(
                "Network.loadingFinished",
                lambda event, weights=weights: weights.update({event["requestId"]: int(event["encodedDataLength"])}),
            )
            page.goto(url + path, wait_until="networkidle")
            seen = {request for request, kind in kinds.items() if kind != "Image"}
            flat[f"first_visit.{name}.requests"] = len(seen)
            flat[f"first_visit.{name}.bytes"] = sum(weights.get(request, 0) for request in seen)
            context.close()
        browser.close()
    return flat
