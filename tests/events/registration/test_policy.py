"""The policy of the waiting list, as a function: whom the free seats are for, and that nobody starves."""

from hypothesis import given, settings
from hypothesis import strategies as st

from events.registration.policy import Waiting, serve
from tests.events.registration.lines import Line, run

sizes = st.integers(1, 6)


def served(*parties: tuple[int, int], free: int, bound: int = 1, capacity: int | None = None) -> tuple[int, ...]:
    """Numbers, from 1, of those served of parties (size, times passed)."""
    line = [Waiting(number, size, passed) for number, (size, passed) in enumerate(parties, 1)]
    return serve(line, free=free, bound=bound, capacity=capacity).keys


def test_the_first_who_fits_is_the_first_who_asked() -> None:
    assert served((1, 0), (1, 0), (1, 0), free=2) == (1, 2)


def test_a_party_is_served_whole_or_not_at_all() -> None:
    assert served((4, 0), free=3) == ()
    assert served((4, 0), free=4) == (1,)


def test_a_smaller_party_passes_a_large_one_as_often_as_the_event_allows() -> None:
    assert served((4, 0), (1, 0), (1, 0), free=3) == (2,)
    assert served((4, 0), (1, 0), (1, 0), free=3, bound=2) == (2, 3)


def test_who_was_passed_often_enough_holds_everybody_up() -> None:
    assert served((4, 1), (1, 0), free=3) == ()


def test_with_a_bound_of_none_the_order_is_strict() -> None:
    assert served((4, 0), (1, 0), free=3, bound=0) == ()


def test_a_pass_is_counted_for_everybody_who_was_passed() -> None:
    line = [Waiting(1, 5), Waiting(2, 4), Waiting(3, 1)]
    assert serve(line, free=3, bound=1).passes == {1: 1, 2: 1}


def test_a_party_larger_than_the_event_holds_nobody_up() -> None:
    assert served((9, 5), (1, 0), free=1, capacity=8) == (2,)


def test_no_more_of_the_list_is_read_than_it_takes() -> None:
    def line() -> object:
        yield Waiting(1, 1)
        raise AssertionError("Nobody asked for the second.")

    assert serve(line(), free=1, bound=1).keys == (1,)  # type: ignore[arg-type]


@given(st.lists(sizes, min_size=1, max_size=12), st.integers(0, 12), st.integers(0, 3))
def test_no_seat_stays_free_for_somebody_whose_turn_it_is(parties: list[int], free: int, bound: int) -> None:
    line = [Waiting(number, size) for number, size in enumerate(parties)]

    found = serve(line, free=free, bound=bound)

    taken = sum(parties[number] for number in found.keys)
    assert taken <= free
    left = [party for party in line if party.key not in found.keys]
    if left:
        # Whoever stands first does not fit any more.
        assert left[0].size > free - taken
    assert all(times <= bound for times in found.passes.values())


@settings(max_examples=60)
@given(st.randoms(use_true_random=False), st.integers(1, 12), st.integers(0, 3))
def test_nobody_starves_and_no_household_is_split(chance: object, capacity: int, bound: int) -> None:
    found = run(Line(capacity=capacity, bound=bound), chance, steps=40)  # type: ignore[arg-type]

    assert (found.starved, found.split, found.overbooked) == (0, 0, 0)
