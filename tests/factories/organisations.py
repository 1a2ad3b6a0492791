"""Organisations and who is with them, as plain functions."""

from io import BytesIO
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from people.accounts.models import Person, Role, User
from people.organisations import actions
from people.organisations.models import Affiliation, Organisation
from tests.factories.accounts import make_person, make_region, make_user

_numbers = count(1)


def make_organisation(name: str = "", *, region: str = "", **fields: Any) -> Organisation:
    """An organisation with its scope; ``region`` is a code."""
    if region:
        fields["region"] = make_region(region)
    return actions.found(by=None, name=name or f"Ébénisterie du Rang {next(_numbers)}", **fields)


def make_affiliation(
    person: Person | None = None, organisation: Organisation | None = None, **fields: Any
) -> Affiliation:
    """Somebody who is with an organisation since today unless told otherwise; a row, so that the past can be written."""
    return Affiliation.objects.create(
        person=person or make_person(), organisation=organisation or make_organisation(), **fields
    )


def make_speaker(organisation: Organisation, role: str = Role.EMPLOYER_CONTACT, **fields: Any) -> User:
    """A login that speaks for the organisation."""
    return make_user(role, scope=organisation.scope, **fields)


def picture(width: int = 800, height: int = 400, *, form: str = "PNG", name: str = "logo.png") -> SimpleUploadedFile:
    """A picture as a browser sends it, with a camera's metadata where the format has any."""
    out = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at the workshop"
    Image.new("RGB", (width, height), "#0B5671").save(out, form, exif=exif)
    return SimpleUploadedFile(name, out.getvalue(), content_type=f"image/{form.lower()}")
