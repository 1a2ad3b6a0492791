"""Third-party files we carry: what they are, under which licence, and that nobody changed them.

usage: python -m tools.vendor check | record

``static/vendor/vendor.toml`` has one ``[[vendored]]`` table per package: name, version, licence, source, path
(its folder, from the root) and ``files`` (name → sha256). ``record`` writes the hashes of the files that lie there.
"""

import hashlib
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RECORD = ROOT / "static" / "vendor" / "vendor.toml"
#: Folders in which every file must be recorded.
PLACES = ("static/vendor", "tests/vendor")


def packages() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(RECORD.read_text())["vendored"]
    return found


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def troubles() -> list[str]:
    """Files that changed, are missing, or that no package accounts for; packages that say too little of themselves."""
    found: list[str] = []
    known = {RECORD}
    for package in packages():
        missing = {"name", "version", "licence", "source", "path", "files"} - package.keys()
        if missing:
            found.append(f"{package.get('name', '?')}: no {', '.join(sorted(missing))}")
            continue
        folder = ROOT / package["path"]
        if not any("LICENSE" in name.upper() or "OFL" in name.upper() for name in package["files"]):
            found.append(f"{package['path']}: the text of the licence is not beside the files")
        for name, recorded in package["files"].items():
            known.add(folder / name)
            if not (folder / name).is_file():
                found.append(f"{package['path']}/{name}: missing")
            elif digest(folder / name) != recorded:
                found.append(f"{package['path']}/{name}: changed since it was recorded")
    for place in PLACES:
        for path in sorted((ROOT / place).rglob("*")):
            if path.is_file() and path not in known:
                found.append(f"{path.relative_to(ROOT)}: no package accounts for it")
    return found


def record() -> None:
    """Rewrite the ``files`` of every package from its folder; the rest of the text stays as it is."""
    text = RECORD.read_text()
    for package in packages():
        folder = ROOT / package["path"]
        files = {path.name: digest(path) for path in sorted(folder.iterdir()) if path.is_file()}
        lines = "".join(f'"{name}" = "{sha}"\n' for name, sha in files.items())
        block = re.compile(rf'(path = "{re.escape(package["path"])}"\n(?:.*\n)*?\[vendored\.files\]\n)(?:".*\n)*')
        text = block.sub(lambda match, lines=lines: match[1] + lines, text, count=1)
    RECORD.write_text(text)


if __name__ == "__main__":
    if sys.argv[1:] == ["record"]:
        record()
    elif sys.argv[1:] == ["check"]:
        sys.exit("\n".join(troubles()) or 0)
    else:
        sys.exit(__doc__)
