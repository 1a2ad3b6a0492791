"""``python -I core/files/workshop JOB``: a file on standard input, one line of JSON and what was made on standard output."""

import sys
from importlib import import_module
from pathlib import Path

if __name__ == "__main__":
    # Alone on the path, and last: neither the project nor this folder's neighbours can be imported by mistake for a library.
    sys.path.append(str(Path(__file__).resolve().parent.parent))
    import_module("workshop.jobs").main(sys.argv[1])
