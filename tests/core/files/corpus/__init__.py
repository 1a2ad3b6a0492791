"""Files that somebody could send with bad intentions, or with bad luck: each made here, byte by byte, the same each time.

What acts in them names the host of ``MARK``: it may appear in nothing that is kept.
"""

from tests.core.files.corpus import documents, documents_refused, pdfs, pdfs_refused, pictures
from tests.core.files.corpus.shelf import DOCUMENTS, MARK, PDFS, PORTRAITS, WORDS, Sent

__all__ = [
    "DOCUMENTS",
    "MARK",
    "PDFS",
    "PORTRAITS",
    "WORDS",
    "Sent",
    "documents",
    "documents_refused",
    "pdfs",
    "pdfs_refused",
    "pictures",
]
