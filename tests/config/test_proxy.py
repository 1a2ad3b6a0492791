"""The sketch of a proxy in ``deploy/nginx.conf`` holds what the application counts on."""

import re
from pathlib import Path

import pytest

from core.access_table import openings

CONFIGURATION = (Path(__file__).resolve().parents[2] / "deploy" / "nginx.conf").read_text()
FORMAT = re.search(r"log_format (\w+) '(.+)';", CONFIGURATION)
MASK = re.search(r'"~(\^\(\?<opened>.+)" "\$\{opened\}…";', CONFIGURATION)


def test_the_log_keeps_neither_the_query_nor_where_one_came_from() -> None:
    assert FORMAT
    assert re.findall(r"access_log \S+ (\w+);", CONFIGURATION) == [FORMAT[1]]
    assert not re.search(r"\$(request|request_uri|args|query_string|http_referer)\b", FORMAT[2])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_log_keeps_no_link_that_opens_something(language: str) -> None:
    assert MASK
    mask = re.compile(MASK[1].replace("?<", "?P<"))
    bearers = [door.path for door in openings(language) if door.rule and door.rule.kind == "bearer"]

    assert bearers
    for path in bearers:
        found = mask.match(f"/{language}/{path}")
        assert found, path
        assert found["opened"] == f"/{language}/{path.partition('<')[0]}"
