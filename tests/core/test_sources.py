"""What rooms above register with one below."""

from core.sources import Sources


def test_it_is_asked_in_the_order_it_came_and_once_however_often_it_was_named() -> None:
    sources: Sources = Sources()  # type: ignore[type-arg]  # of whatever kind

    @sources
    def first() -> str:
        return "first"

    sources(lambda: "second")
    sources(first)

    assert [source() for source in sources] == ["first", "second"]
    sources.forget(first)
    assert [source() for source in sources] == ["second"]
