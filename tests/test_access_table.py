"""Who may open what is written down: a door that opens to others than yesterday is a change somebody must have meant."""

from tools import doors


def test_every_door_opens_to_whom_the_table_says() -> None:
    """After a change that is meant: ``python -m tools.doors``, and read what differs."""
    assert doors.lines() == doors.PLACE.read_text().splitlines()
