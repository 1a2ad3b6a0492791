"""Why a file was not taken, and what the person can do about it."""

from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal


class FileRefused(Refusal):
    """A file was not taken; nothing of it was kept."""


class TooHeavy(FileRefused):
    message = _("This file is over 5 MB. Save it with smaller pictures, or as a PDF of reduced size, and try again.")


class WrongKind(FileRefused):
    message = _("This file is neither a PDF nor a Word document (.docx). Save it as a PDF and try again.")


class WrongPaper(FileRefused):
    message = _(
        "This file is neither a PDF, a Word document (.docx) nor a picture (PNG, JPEG, WebP or GIF). Save it as one of "
        "them and try again."
    )


class Locked(FileRefused):
    message = _("This file is protected by a password or by rights. Save a copy without protection and try again.")


class Macros(FileRefused):
    message = _("This document contains macros: programs that we never keep. Save it as a PDF and try again.")


class Broken(FileRefused):
    message = _("This file is damaged, or made in a way we cannot read. Open it, save it as a PDF and try again.")


class TooManyPages(FileRefused):
    message = _("This file has over 20 pages. Keep the pages of your CV and try again.")


class TooMuch(FileRefused):
    message = _("This file holds more than we can check safely. Print it to a new PDF and try again.")


class TooSlow(FileRefused):
    message = _("Checking this file took too long. Print it to a new PDF and try again.")


class Busy(FileRefused):
    message = _("Many files are being checked right now. Your file was not kept: try again in a minute.")


class UnreadablePicture(FileRefused):
    message = _("A picture in this file could not be read. Print the document to a new PDF and try again.")


class LargePicture(FileRefused):
    message = _("A picture in this file has too many pixels. Make it smaller and try again.")


class NoPortrait(FileRefused):
    message = _("This file could not be read as a picture. Choose a PNG, JPEG, WebP or GIF file.")


class LargePortrait(FileRefused):
    message = _("This picture has too many pixels. Choose a smaller one.")


class HeavyPortrait(FileRefused):
    message = _("This picture is over 5 MB. Choose a smaller one.")


_BY_REASON: dict[str, type[FileRefused]] = {
    "broken": Broken,
    "locked": Locked,
    "macros": Macros,
    "wrong_kind": WrongKind,
    "too_many_pages": TooManyPages,
    "too_much": TooMuch,
    "unreadable_picture": UnreadablePicture,
    "large_picture": LargePicture,
}


def refusal_for(reason: str) -> FileRefused:
    """The refusal the workshop named; a word nobody knows means that the file broke it."""
    return _BY_REASON.get(reason, Broken)()
