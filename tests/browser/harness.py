"""A real server with its worker on data of its own, and a browser that reports what it sees."""

import email
import fcntl
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
AXE = ROOT / "tests" / "vendor" / "axe-core-4.14.1" / "axe.min.js"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    # Letters as wide as in a window: without it the shell sets them on whole pixels.
    "--font-render-hinting=none",
]
PATIENCE_SECONDS = 90


# ------------------------------------------------------------------ the server


@dataclass
class Site:
    """A running site. ``var`` holds its database and its mails."""

    url: str
    var: Path

    def mails_to(self, address: str, *, at_least: int = 1, seconds: float = 20) -> list[EmailMessage]:
        """Mails that left for an address, oldest first; waits for ``at_least`` of them."""
        deadline = time.monotonic() + seconds
        while True:
            found = [
                message
                for path in sorted((self.var / "mail").glob("*.eml"))
                if address in str((message := email.message_from_bytes(path.read_bytes(), policy=policy.default))["To"])
            ]
            if len(found) >= at_least or time.monotonic() > deadline:
                return found  # type: ignore[return-value]  # policy.default makes EmailMessages
            time.sleep(0.1)

    def ask(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of the site's database. Not by the ORM: this process has another database, and another key."""
        with closing(sqlite3.connect(f"file:{self.var}/maillage.sqlite3?mode=ro", uri=True)) as database:
            return database.execute(question, values).fetchall()

    def event(self, slug: str) -> int:
        """Number of the demonstration's event of that name; today's, where it has one every day."""
        [(number,), *_older] = self.ask(
            "SELECT id FROM agenda_event WHERE import_key = ? OR import_key LIKE ? ORDER BY id DESC",
            f"demo:{slug}",
            f"demo:{slug}:%",
        )
        return int(number)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def prepared(shared: Path) -> Path:
    """Demonstration data and static files, made once for all test processes of a run."""
    from tests.conftest import migrations_digest

    var = shared / "browser-var"
    shared.mkdir(parents=True, exist_ok=True)
    with (shared / "browser.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (var / "ready").exists():
            shutil.rmtree(var, ignore_errors=True)
            var.mkdir()
            template = ROOT / ".cache" / f"template-{migrations_digest()}.sqlite3"
            if template.exists():
                shutil.copy(template, var / "maillage.sqlite3")
            subprocess.run([sys.executable, "manage.py", "prepare_demo"], cwd=ROOT, env=environment(var, 0), check=True)
            (var / "ready").touch()
    return var


def environment(var: Path, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "config.settings.demo",
        "MAILLAGE_VAR": str(var),
        "MAILLAGE_URL": f"http://127.0.0.1:{port}",
        "MAILLAGE_DEMO_PEOPLE": "120",
    }


@contextmanager
def running(shared: Path, own: Path) -> Iterator[Site]:
    """Server and worker on a copy of the prepared data."""
    shutil.copytree(prepared(shared), own)
    port = free_port()
    commands = [
        [sys.executable, "-m", "uvicorn", "config.asgi:application", "--host", "127.0.0.1", "--port", str(port),
         "--log-level", "warning", "--lifespan", "off"],
        [sys.executable, "manage.py", "worker"],
    ]  # fmt: skip
    children = [
        subprocess.Popen(command, cwd=ROOT, env=environment(own, port), start_new_session=True) for command in commands
    ]
    try:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not answers(port):
            assert children[0].poll() is None, "the server stopped by itself: its words stand above"
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.1)
        yield Site(f"http://127.0.0.1:{port}", own)
    finally:
        for child in children:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGTERM)
        for child in children:
            try:
                child.wait(5)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex(("127.0.0.1", port)) == 0


# ------------------------------------------------------------------ the browser


@dataclass
class Seen:
    """What a page asked for and complained about."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


_seen: dict[int, Seen] = {}


def seen(page: Page) -> Seen:
    return _seen[id(page.context)]


@contextmanager
def chromium(program: str, *flags: str) -> Iterator[Browser]:
    """Debian's chromium, with more ``flags`` for a test that needs a camera.

    Close it before code that uses the ORM: its event loop runs in the same thread.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*FLAGS, *flags])
        try:
            yield browser
        finally:
            browser.close()


def open_page(
    browser: Browser, url: str, *, width: int, language: str = "fr", javascript: bool = True, scheme: str = "light"
) -> Page:
    """A fresh visitor with a window of that width, who asks for that language."""
    context: BrowserContext = browser.new_context(
        base_url=url,
        viewport={"width": width, "height": 900 if width > 600 else 844},
        locale=f"{language}-CA",
        java_script_enabled=javascript,
        color_scheme=scheme,  # type: ignore[arg-type]  # "light" or "dark"
        reduced_motion="reduce",
    )
    noted = _seen[id(context)] = Seen()
    context.on("request", lambda request: noted.requests.append(request.url))
    context.on(
        "console",
        lambda message: noted.complaints.append(message.text) if message.type in {"error", "warning"} else None,
    )
    context.set_default_timeout(10_000)
    return context.new_page()


# ------------------------------------------------------------------ what must hold on every page


@cache
def axe() -> str:
    return AXE.read_text()


def assert_axe_clean(page: Page, *, leave_out: list[str] | None = None) -> None:
    """No violation of WCAG 2.2 A and AA, contrast included, nor of axe's best practices."""
    # Not ``page.evaluate``: it reads half a megabyte as one expression within another, which takes three times as long.
    tools = page.context.new_cdp_session(page)
    tools.send("Runtime.evaluate", {"expression": axe()})
    tools.detach()
    found: dict[str, Any] = page.evaluate(
        """(exclude) => axe.run({exclude}, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
            resultTypes: ["violations"], reporter: "no-passes"})""",
        [[selector] for selector in leave_out or []],
    )
    words = [
        f"{violation['id']}: {violation['help']}\n    " + "\n    ".join(
            f"{' '.join(map(str, node['target']))}: {(node.get('failureSummary') or '?').splitlines()[-1].strip()}" for node in violation["nodes"][:5]
        )
        for violation in found["violations"]
    ]  # fmt: skip
    assert not words, f"{page.url}\n" + "\n".join(words)


def assert_no_third_party(page: Page) -> None:
    """Every request went to the site itself."""
    host = urlsplit(page.url).netloc
    foreign = [url for url in seen(page).requests if urlsplit(url).netloc not in {host, ""}]
    assert foreign == []


def assert_csp_clean(page: Page) -> None:
    """The browser refused nothing on the grounds of the policy."""
    assert [text for text in seen(page).complaints if "Content Security Policy" in text] == []


def assert_no_complaint(page: Page) -> None:
    """Nothing in the console: no refused style, no missing file, no script that failed."""
    assert seen(page).complaints == []


def forget_refusal(page: Page, status: int) -> None:
    """The browser notes in its console that a page came with this status; here it was meant to."""
    noted = f"Failed to load resource: the server responded with a status of {status} "
    complaints = seen(page).complaints
    complaints[:] = [text for text in complaints if not text.startswith(noted)]


def assert_fits(page: Page) -> None:
    """Nothing sticks out sideways at this width (WCAG 1.4.10)."""
    excess = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert excess <= 0, f"{page.url} is {excess} px wider than its window"


def assert_sound(page: Page) -> None:
    """All of it."""
    assert_axe_clean(page)
    assert_fits(page)
    assert_no_third_party(page)
    assert_no_complaint(page)


def assert_focus_shown(page: Page) -> None:
    """What has the focus wears an outline, and is in sight (WCAG 2.4.7, 2.4.11)."""
    where: dict[str, Any] = page.evaluate(
        """() => { const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
        const own = e.matches("[type^=date], [type=time]") && !e.matches(":focus");  // on the browser's own little button
        return { words: e.outerHTML.slice(0, 120), line: own ? "auto" : style.outlineStyle, width: parseFloat(style.outlineWidth),
          seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth }; }"""
    )
    assert where["line"] != "none", f"no outline on {page.url}: {where['words']}"
    assert where["width"] >= 2, f"hardly an outline on {page.url}: {where['words']}"
    assert where["seen"], f"the focus is out of sight on {page.url}: {where['words']}"


# ------------------------------------------------------------------ hands


def follow(element: Locator) -> None:
    """Click, and be on the page it leads to: what is looked at next is that one."""
    with element.page.expect_navigation():
        element.click()


def tab_to(page: Page, words: str, *, limit: int = 80) -> int:
    """Press Tab until the focus is on what reads (or is labelled) ``words``, in sight at each stop; how many it took."""
    for count in range(1, limit + 1):
        page.keyboard.press("Tab")
        assert_focus_shown(page)
        name = page.evaluate(
            """() => { const e = document.activeElement;
            return [e.textContent, e.value, e.getAttribute("aria-label"), ...Array.from(e.labels || [], l => l.textContent)]
              .filter(Boolean).join(" | "); }"""
        )
        if words.casefold() in " ".join(name.split()).casefold():
            return count
    raise AssertionError(f"{words!r} is not reached in {limit} steps of the Tab key on {page.url}")


def sign_in_as(page: Page, role: str, *, user: int | None = None) -> None:
    """By the demonstration's own door, second factor satisfied. ``role`` as in the closed list; the page stays where it is.

    ``user``: number of another login than the first one of that role.
    """
    door = page.request.get("/dev/").text()
    form = re.search(rf'data-role="{role}".*?</form>', door, re.S)
    assert form, f"nobody stands in for {role} on the demonstration's page"
    fields = dict(re.findall(r'name="(csrfmiddlewaretoken|user)" value="([^"]+)"', form[0]))
    if user is not None:
        fields["user"] = str(user)
    fields |= {"user": str(user)} if user else {}
    answer = page.request.post("/dev/sign-in/", form=fields | {"next": "/dev/bare/"})
    assert answer.url.endswith("/dev/bare/"), f"{role} was not signed in: {answer.status}"
