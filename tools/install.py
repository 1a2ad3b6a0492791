"""Make ``.venv`` and install one lock into it: uv where pip can fetch it, else pip itself.

``oracles`` (the solvers the pairing engine is compared with) go into an environment of their own, ``var/oracles``.

usage: install.py demo|dev|oracles
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
UV = "uv==0.13.9"


def main(lock: str) -> None:
    venv = ROOT / "var" / "oracles" if lock == "oracles" else VENV
    python = venv / "bin" / "python"
    if not python.exists():
        print("Making the virtual environment …")
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    requirements = ROOT / "requirements" / f"{lock}.txt"
    print(f"Installing {requirements.relative_to(ROOT)} …")
    quiet = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    uv = venv / "bin" / "uv"
    if uv.exists() or subprocess.run([*quiet, UV], check=False).returncode == 0:
        command = [str(uv), "pip", "install", "--quiet", "--python", str(python)]
    else:
        command = quiet
    subprocess.run([*command, "--require-hashes", "-r", str(requirements)], check=True)
    if lock == "oracles":
        return
    # What strangers' files are read with: each file has a process of its own, which writes nothing, so that each would
    # translate that library once more, a hundred milliseconds of somebody's waiting.
    read_with = next((VENV / "lib").glob("python*/site-packages/pikepdf"))
    subprocess.run([str(python), "-m", "compileall", "-q", str(read_with)], check=True)
    # The development lock holds everything of the demo's.
    for stamp in {"demo": ["demo"], "dev": ["demo", "dev"]}[lock]:
        (VENV / f".{stamp}").touch()


if __name__ == "__main__":
    main(sys.argv[1])
