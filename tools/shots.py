"""Pictures of a page at 390 and 1280 px, in both languages, light and dark.

usage: python -m tools.shots URL OUTDIR [--role ROLE] [--widths 390,1280] [--schemes light,dark] [--languages fr,en]

``--role`` signs in first by the demonstration's /dev/ page.
"""

import argparse
import re
import shutil
import sys
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.browser import harness


def shoot(page: Page, target: Path) -> None:
    page.evaluate("document.fonts.ready")
    page.screenshot(path=str(target), full_page=True)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("url")
    options.add_argument("outdir", type=Path)
    options.add_argument("--role", default="")
    options.add_argument("--widths", default="390,1280")
    options.add_argument("--schemes", default="light,dark")
    options.add_argument("--languages", default="fr,en")
    chosen = options.parse_args()
    program = shutil.which("chromium")
    if program is None:
        return print("chromium is not installed") or 1
    chosen.outdir.mkdir(parents=True, exist_ok=True)
    parts = urlsplit(chosen.url)
    base = f"{parts.scheme}://{parts.netloc}"
    stem = re.sub(r"\W+", "-", parts.path.strip("/")) or "home"
    with harness.chromium(program) as browser:
        for width in map(int, chosen.widths.split(",")):
            for scheme in chosen.schemes.split(","):
                page = harness.open_page(browser, base, width=width, language="fr", scheme=scheme)
                if chosen.role:
                    harness.sign_in_as(page, chosen.role)
                for language in chosen.languages.split(","):
                    page.goto(chosen.url)
                    switch = page.locator("a.language").first
                    if page.evaluate("document.documentElement.lang")[:2] != language and switch.count():
                        page.goto(f"{base}{switch.get_attribute('href')}")
                    target = chosen.outdir / f"{stem}-{language}-{width}-{scheme}.png"
                    shoot(page, target)
                    print(target)
                for complaint in harness.seen(page).complaints:
                    print("  console:", complaint)
                page.context.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
