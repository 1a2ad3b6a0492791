"""Private files: where they lie, how they are handed out, and how a stranger's file is made harmless before it is kept.

Nothing here is served by MEDIA_URL. A view of the room that owns the row decides who may have the file, then calls
:func:`serve`.
"""

from core.files.fields import PrivateFileField, discard
from core.files.serving import serve, serve_picture

__all__ = ["PrivateFileField", "discard", "serve", "serve_picture"]
