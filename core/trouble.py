"""Words for a failure that may be logged and shown: what and where, never the values it was about."""

import traceback


def named(error: BaseException) -> str:
    """ "ValueError in events/registration/emails.py:45": an exception's own text may quote an address or a name."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    last = frames[-1]
    place = "/".join(last.filename.split("/")[-3:])
    return f"{type(error).__name__} in {place}:{last.lineno}"
