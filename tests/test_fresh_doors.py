"""Whoever gives or ends a role, closes a login, joins two people or sends a file shows first that it is them.

The doors are found by themselves: what each view calls is followed through the house, off its compiled code.
"""

import inspect
from collections.abc import Callable, Iterator
from functools import cache
from types import CodeType, ModuleType
from typing import Any

import pytest

from core import access
from core.access_table import Opening, openings
from events.doors import staffing
from events.exchange import actions as exchange
from people.accounts import actions as accounts
from people.organisations import actions as organisations
from people.privacy import actions as privacy

HOUSE = {"config", "desks", "indicators", "cms", "network", "events", "people", "core"}
#: What a browser that was left open must not do.
GRAVE: set[Callable[..., Any]] = {
    accounts.grant,
    accounts.revoke,
    accounts.close_login,
    accounts.ask_second_factor_reset,
    accounts.confirm_second_factor_reset,
    organisations.invite,
    organisations.resend,
    organisations.end_affiliation,
    staffing.give_pass,
    staffing.take_pass,
    privacy.merge,
    exchange.make_token,
    exchange.subscribe,
    exchange.change_key,
}
#: Doors that reach one of these and ask nothing, each with its reason.
LET_BE = {
    "organisations:invitation": "who was invited holds the link that was mailed to them, and signs in to accept",
    "organisations:invitation_withdraw": "takes an offer back, before anybody has a role by it",
    "questions:answer": "whoever registered holds the link that was mailed to them, and may have no login",
    "privacy:answer": "joins a guest reached at an address that one has proven, and never somebody with a login",
}


@cache
def called_by(function: Any) -> tuple[frozenset[Any], bool]:
    """What of the house a function names, or the methods of a class do; and whether files that were sent are read."""
    if inspect.isclass(function):
        return frozenset(inspect.unwrap(each) for each in vars(function).values() if inspect.isfunction(each)), False
    names = {name for code in codes_of(function.__code__) for name in code.co_names}
    known = [function.__globals__[name] for name in names if name in function.__globals__]
    known += [getattr(module, name, None) for module in known if isinstance(module, ModuleType) for name in names]
    return frozenset(inspect.unwrap(thing) for thing in known if is_ours(thing)), "FILES" in names


def codes_of(code: CodeType) -> Iterator[CodeType]:
    yield code
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from codes_of(inner)


def is_ours(thing: Any) -> bool:
    is_code = inspect.isfunction(thing) or inspect.isclass(thing)
    return is_code and thing.__module__.partition(".")[0] in HOUSE and thing.__module__ != access.__name__


def grave_in(view: Any) -> set[str]:
    """What a view reaches that asks for a fresh sign-in."""
    waiting, seen, found = [inspect.unwrap(getattr(view, "view_class", view))], set(), set()
    names = {inspect.unwrap(action): action.__name__ for action in GRAVE}
    while waiting:
        thing = waiting.pop()
        if thing in seen or not is_ours(thing):
            continue
        seen.add(thing)
        called, reads_files = called_by(thing)
        waiting += called
        found |= {names[thing]} if thing in names else set()
        found |= {"files"} if reads_files else set()
    return found


def ours() -> list[Opening]:
    return [door for door in openings("fr") if door.own_rule and door.own_rule.kind != "closed"]


def test_what_a_browser_left_open_must_not_do_asks_for_a_fresh_sign_in() -> None:
    open_ = {door.name: why for door in ours() if (why := grave_in(door.view)) and not is_asked(door, why)}

    assert open_.keys() == LET_BE.keys(), open_


def is_asked(door: Opening, why: set[str]) -> bool:
    rule = door.own_rule
    return bool(rule and rule.fresh_minutes and (not rule.fresh_for_files or why == {"files"}))


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("accounts:grant", "grant"),
        ("organisations:invitation_again", "resend"),
        ("doors:take_pass", "take_pass"),
        ("privacy:merge", "close_login"),
        ("agenda:edit", "files"),
        ("participants:staff_document_add", "files"),
    ],
)
def test_what_a_door_reaches_is_found_through_helpers_and_forms(name: str, why: str) -> None:
    assert why in grave_in(next(door.view for door in ours() if door.name == name))
