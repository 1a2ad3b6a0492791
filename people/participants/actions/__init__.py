"""What is done to files, cards, papers and requests; one module a subject."""

from people.participants.actions.asking import ask, begin_profile
from people.participants.actions.closing import close, open_again
from people.participants.actions.deciding import ask_again, decide, end, match, put_in_pool, take_out_of_pool, unmatch
from people.participants.actions.describing import (
    describe,
    held,
    open_file,
    pass_over,
    say_french_levels,
    say_household,
    say_languages,
    write_card,
)
from people.participants.actions.filters import keep_filter, let_filter_go
from people.participants.actions.intake import apply, follow, let_go_of, let_go_where_gone, reassign, share_out, take
from people.participants.actions.linking import link_login, refuse_login
from people.participants.actions.on_behalf import alike, enter
from people.participants.actions.papers import add_document, amend_note, remove_document, set_portrait, write_note
from people.participants.actions.staffing import caseworkers_of, take_many
from people.participants.actions.writing import mark_all_printed, mark_printed, set_writing_rule

__all__ = [
    "add_document",
    "alike",
    "amend_note",
    "apply",
    "ask",
    "ask_again",
    "begin_profile",
    "caseworkers_of",
    "close",
    "decide",
    "describe",
    "end",
    "enter",
    "follow",
    "held",
    "keep_filter",
    "let_filter_go",
    "let_go_of",
    "let_go_where_gone",
    "link_login",
    "mark_all_printed",
    "mark_printed",
    "match",
    "open_again",
    "open_file",
    "pass_over",
    "put_in_pool",
    "reassign",
    "refuse_login",
    "remove_document",
    "say_french_levels",
    "say_household",
    "say_languages",
    "set_portrait",
    "set_writing_rule",
    "share_out",
    "take",
    "take_many",
    "take_out_of_pool",
    "unmatch",
    "write_card",
    "write_note",
]
