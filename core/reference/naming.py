"""What an occupation is called where only its code is known."""

from collections.abc import Collection

from core.reference.models import OccupationWord, UnitGroup


def unit_names(codes: Collection[str]) -> dict[str, str]:
    """Unit group -> its title, or the shortest of its everyday names; none for a code that has neither. Cost: 1 query, 2 if titles miss."""
    wanted = set(codes) - {""}
    names = {unit.pk: str(unit.name) for unit in UnitGroup.objects.in_bulk(wanted).values()} if wanted else {}
    if untitled := wanted - set(names):
        words = OccupationWord.objects.current().filter(unit_group__in=untitled)
        for word in sorted(words, key=lambda word: (len(str(word.name).split()), word.pk)):
            names.setdefault(word.unit_group, str(word.name))
    return names
