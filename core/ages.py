"""Age bands, in place of birth dates, which are kept nowhere."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AgeBand(models.TextChoices):
    """As wide as a decision needs: a seat in a car, a school, a guardian's word, none of them."""

    UNDER_5 = "0-4", _("under 5")
    SCHOOL = "5-11", _("5 to 11")
    TEEN = "12-17", _("12 to 17")
    ADULT = "18+", _("18 or over")


#: Those for whom a guardian speaks.
MINORS = (AgeBand.UNDER_5.value, AgeBand.SCHOOL.value, AgeBand.TEEN.value)
