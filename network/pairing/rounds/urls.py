"""Paths of rounds, all of them in the workspace."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from network.pairing.rounds.views import boards, deciding, figures, lists, pairs

app_name = "rounds"

urlpatterns = [
    path(pgettext_lazy("url", "manage/rounds/"), lists.rounds, name="rounds"),
    path(pgettext_lazy("url", "manage/rounds/by-group/"), figures.by_group, name="by_group"),
    path(pgettext_lazy("url", "manage/rounds/by-group/<int:pk>/"), figures.edition_by_group, name="edition_by_group"),
    path(pgettext_lazy("url", "manage/rounds/editions/<int:pk>/"), lists.edition, name="edition"),
    path(pgettext_lazy("url", "manage/rounds/editions/<int:pk>/ask/"), deciding.ask, name="ask"),
    path(pgettext_lazy("url", "manage/rounds/editions/<int:pk>/exclusions/"), lists.exclusions, name="exclusions"),
    path(pgettext_lazy("url", "manage/rounds/exclusions/<int:pk>/lift/"), pairs.lift, name="lift"),
    path(pgettext_lazy("url", "manage/rounds/<int:pk>/"), boards.board, name="board"),
    path(pgettext_lazy("url", "manage/rounds/<int:pk>/standing/"), boards.standing, name="standing"),
    path(pgettext_lazy("url", "manage/rounds/<int:pk>/left-out/"), boards.left_out, name="left_out"),
    path(pgettext_lazy("url", "manage/rounds/<int:pk>/missing/"), boards.missing, name="missing"),
    path(pgettext_lazy("url", "manage/rounds/<int:pk>/changes/"), boards.changes, name="changes"),
    path(pgettext_lazy("url", "manage/rounds/<int:pk>/by-group/"), figures.round_by_group, name="round_by_group"),
    path(pgettext_lazy("url", "manage/rounds/<int:pk>/undo/"), deciding.undo, name="undo"),
    path(pgettext_lazy("url", "manage/rounds/<int:pk>/publish/"), deciding.publish, name="publish"),
    path(pgettext_lazy("url", "manage/rounds/<int:pk>/put-aside/"), deciding.discard, name="discard"),
    path(pgettext_lazy("url", "manage/rounds/<int:pk>/bring-back/"), deciding.bring_back, name="bring_back"),
    path(
        pgettext_lazy("url", "manage/rounds/<int:pk>/candidates/<int:request_id>/"), pairs.candidate, name="candidate"
    ),
    path(pgettext_lazy("url", "manage/rounds/<int:pk>/candidates/<int:request_id>/lock/"), pairs.lock, name="lock"),
    path(
        pgettext_lazy("url", "manage/rounds/<int:pk>/candidates/<int:request_id>/unlock/"),
        pairs.unlock,
        name="unlock",
    ),
    path(pgettext_lazy("url", "manage/rounds/<int:pk>/candidates/<int:request_id>/hosts/"), pairs.hosts, name="hosts"),
    path(
        pgettext_lazy("url", "manage/rounds/<int:pk>/candidates/<int:request_id>/hosts/<int:offer_id>/"),
        pairs.between,
        name="between",
    ),
    path(
        pgettext_lazy("url", "manage/rounds/<int:pk>/candidates/<int:request_id>/hosts/<int:offer_id>/move/"),
        pairs.move,
        name="move",
    ),
    path(
        pgettext_lazy("url", "manage/rounds/<int:pk>/candidates/<int:request_id>/hosts/<int:offer_id>/add/"),
        pairs.add,
        name="add",
    ),
    path(
        pgettext_lazy("url", "manage/rounds/<int:pk>/candidates/<int:request_id>/hosts/<int:offer_id>/exclude/"),
        pairs.exclude,
        name="exclude",
    ),
]
