"""The floors hold for foreign keys too: the import linter cannot see keys named in quotes."""

import tomllib
from pathlib import Path

from django.apps import apps
from django.db.models import Model

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ["config", "desks", "indicators", "cms", "network", "events", "people", "core"]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def room_of(model: type[Model]) -> str | None:
    """ "events.agenda" for a model of that room, "core" for the ground floor, None outside the house."""
    parts = model.__module__.split(".")
    if parts[0] not in FLOORS:
        return None
    if parts[:2] == ["network", "pairing"]:
        # A wing of its own: its rooms stand one step further in.
        return ".".join(parts[:3])
    return parts[0] if parts[0] in {"core", "indicators", "desks"} else ".".join(parts[:2])


def rooms_below(room: str) -> set[str]:
    """Rooms of lower floors, and the lower rooms of its own wing as the contracts order them."""
    floor = room.split(".")[0]
    sisters = {"network": "events", "events": "network"}
    rooms = {found for model in apps.get_models() if (found := room_of(model))}
    lower = {
        other
        for other in rooms
        if FLOORS.index(other.split(".")[0]) > FLOORS.index(floor) and other.split(".")[0] != sisters.get(floor)
    }
    for contract in CONTRACTS:
        wing = (contract.get("containers") or [""])[0]
        if contract.get("containers") == [wing] and room.startswith(f"{wing}."):
            layers = [[name.strip(" ()") for name in layer.split("|")] for layer in contract["layers"]]
            name_here = room.removeprefix(f"{wing}.").split(".")[0]
            place = next((i for i, layer in enumerate(layers) if name_here in layer), len(layers))
            lower |= {f"{wing}.{name}" for layer in layers[place + 1 :] for name in layer}
    return lower


def test_foreign_keys_point_downwards() -> None:
    for model in apps.get_models():
        here = room_of(model)
        for field in model._meta.get_fields():
            if here and field.concrete and field.related_model:
                there = room_of(field.related_model)
                assert there in {None, here, *rooms_below(here)}, str(field)
