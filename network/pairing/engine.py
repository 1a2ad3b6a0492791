"""The assignment: exact, with a proof, in the standard library. Knows no rule of the field and no row of the database."""

from collections.abc import Callable, Iterable, Mapping

from network.pairing.problem import Amount, Candidate, Host, Problem, Proof, Row, Scarcity, Solution, WhyNot


class State:
    """A solved problem that goes on: arrivals and prices without solving again."""

    def __init__(self, problem: Problem) -> None:
        """Solve."""
        raise NotImplementedError

    @classmethod
    def resume(cls, problem: Problem, solution: Solution) -> "State":
        """From a solution that was kept: nothing is solved, the proof's prices are taken over."""
        raise NotImplementedError

    def solution(self) -> Solution:
        raise NotImplementedError

    def amount(self) -> Amount:
        raise NotImplementedError

    def arrive(self, candidate: Candidate, row: Row) -> int | None:
        """One more candidate; the host they get, or None. At most 5 ms at 20,000 candidates."""
        raise NotImplementedError

    def arrive_host(self, host: Host, column: Mapping[int, int]) -> None:
        """One more host; ``column``: candidate's key -> score."""
        raise NotImplementedError

    def price_of(self, candidate: int, host: int) -> Amount:
        """What the whole loses (as a difference: pairs, days, score; 0 or less) if this pair is put together by hand."""
        raise NotImplementedError

    def why_not(self, candidate: int, host: int) -> WhyNot:
        raise NotImplementedError


def solve(problem: Problem) -> Solution:
    """The best assignment, its value, its proof, and why each of the others was left out."""
    return State(problem).solution()


def verify(problem: Problem, solution: Solution) -> Proof:
    """Check a solution by its certificate alone: one scan of the edges, independent of how it was found. Call it after every run."""
    raise NotImplementedError


def price_of_rule(problem: Problem, solution: Solution, rows: Mapping[int, Row]) -> Amount:
    """What a rule costs: the whole without it (``rows`` as they are then) less the whole as it stands."""
    raise NotImplementedError


def scarcity(
    problem: Problem,
    solution: Solution,
    *,
    candidates: Callable[[int], Iterable[str]],
    hosts: Callable[[int], Iterable[str]],
) -> list[Scarcity]:
    """Where hosts are missing, by any grouping of both sides (occupation family, region), the scarcest first."""
    raise NotImplementedError
