"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class MeasuredArgon2(Argon2PasswordHasher):
    """Argon2id at about 35 ms CPU on the reference machine: 22 MiB, three passes, one lane.

    Measured by ``python -m bench.password``. Above the floor of OWASP's password storage sheet: 19 MiB and two passes.
    One lane, since a web worker has one core to give; six sign-ins at once take 132 MiB.
    """

    time_cost = 3
    memory_cost = 22 * 1024
    parallelism = 1
