"""What an occupation is called where only its code is known: its title, or the shortest of its everyday names."""

from collections.abc import Collection, Iterable

from core.reference.models import OccupationWord, UnitGroup


def unit_names(codes: Collection[str]) -> dict[str, str]:
    """Unit group -> its name; none for a code that has neither title nor everyday name. Cost: 1 query, 2 if titles miss."""
    wanted = set(codes) - {""}
    units = UnitGroup.objects.in_bulk(wanted) if wanted else {}
    untitled = wanted - set(units)
    return _named(units.values(), OccupationWord.objects.current().filter(unit_group__in=untitled) if untitled else ())


def unit_names_in(major_group: str) -> dict[str, str]:
    """The same for every unit group of a major group that has a name. Cost: 2 queries."""
    words = OccupationWord.objects.current().filter(unit_group__startswith=major_group)
    return _named(UnitGroup.objects.filter(major_group=major_group), words)


def _named(units: Iterable[UnitGroup], words: Iterable[OccupationWord]) -> dict[str, str]:
    names = {unit.pk: str(unit.name) for unit in units}
    for word in sorted(words, key=lambda word: (len(str(word.name).split()), word.pk)):
        names.setdefault(word.unit_group, str(word.name))
    return names
