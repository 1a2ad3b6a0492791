"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class MeasuredArgon2(Argon2PasswordHasher):
    """Argon2id at about 35 ms CPU on the reference machine (``bench/``): 19 MiB, one lane.

    Source of the floor: OWASP password storage, 19 MiB and 2 passes.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
