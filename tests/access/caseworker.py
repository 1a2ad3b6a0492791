"""Samples of the caseworker's desk: one organisation's files are nobody else's."""

from people.participants.models import SavedFilter
from tests.access.participants_staff import of_file
from tests.access.world import Parameters, Sample, World
from tests.factories.accounts import make_person


def of_filter(world: World) -> tuple[Parameters | None, Parameters | None]:
    def make(owner: str) -> SavedFilter:
        person = world.person if owner == "own" else make_person()
        return SavedFilter.objects.create(owner=person, list="people", name="Les miens")

    return (
        {"pk": world.once(("caseworker.filter", world.person.pk), lambda: make("own")).pk},
        {"pk": world.once("caseworker.foreign_filter", lambda: make("other")).pk},
    )


SAMPLES: dict[str, Sample] = {
    "caseworker:file": of_file(),
    "caseworker:export": lambda world: ({"form": "csv"}, {"form": "pdf"}),
    "caseworker:let_filter_go": of_filter,
}
TENANTED = {"caseworker:file"}
