"""The table of every door as it was last read by somebody: a rule that changes shows in a review.

usage: python -m tools.doors        (writes tests/access/doors.txt)
"""

import os
from pathlib import Path

PLACE = Path(__file__).resolve().parent.parent / "tests" / "access" / "doors.txt"


def lines() -> list[str]:
    """One line a door of ours: its name, who it opens to, what else it asks; by name."""
    from core.access_table import openings

    found = set()
    for door in openings("fr"):
        if door.own_rule:
            said = [
                door.name,
                door.own_rule.kind,
                *sorted(str(name) for name in door.own_rule.roles | door.own_rule.scopes),
            ]
            if minutes := getattr(door.own_rule, "fresh_minutes", 0):
                for_files = getattr(door.own_rule, "fresh_for_files", False)
                said.append(f"{'fresh-for-files' if for_files else 'fresh'}:{minutes}")
            found.add(" ".join(said))
    return sorted(found)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django

    django.setup()
    PLACE.write_text("\n".join(lines()) + "\n")
    print(f"{len(lines())} doors in {PLACE.name}")


if __name__ == "__main__":
    main()
