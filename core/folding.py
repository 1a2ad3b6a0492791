"""Words compared without case or accents: « Île-Bizard », "ile bizard" and "ILE  BIZARD" are one."""

import re
import unicodedata

#: Letters that Unicode does not take apart into a letter and a mark.
APART = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ß": "ss", "ı": "i", "’": "'"})
NOT_A_WORD = re.compile(r"[^\w]+")


def fold(text: str) -> str:
    """Lower case, no accents, words parted by one space: what search columns keep and names are compared by."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(APART))
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return NOT_A_WORD.sub(" ", bare).strip()
