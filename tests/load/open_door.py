"""A fair with people on their way to it; prints its id.

usage: python -m tests.load.open_door PEOPLE
"""

import json
import sys

import django

if __name__ == "__main__":
    django.setup()

    from tests.factories import doors as make

    event = make.fair()
    for _each in range(int(sys.argv[1])):
        make.seat(event)
    print(json.dumps(event.pk))
