from people.accounts.hashers import MeasuredArgon2


def test_passwords_are_kept_by_argon2id_above_the_floor_of_owasp() -> None:
    hasher = MeasuredArgon2()

    encoded = hasher.encode("un fleuve et deux rives", hasher.salt())

    assert encoded.startswith("argon2$argon2id$")
    assert (hasher.memory_cost >= 19 * 1024, hasher.time_cost >= 2, hasher.parallelism) == (True, True, 1)
    assert hasher.verify("un fleuve et deux rives", encoded)
    assert not hasher.verify("un fleuve et trois rives", encoded)
