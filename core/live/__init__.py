"""Live screens: :func:`publish` says "this topic changed", listeners fetch what they may see.

A publication is a version row bumped in the caller's transaction. After commit this process's own sockets hear it at
once. Where there is a Redis, so do those of every other process; where there is none, each server process
polls the version rows four times a second while somebody listens: so the worker reaches every socket in both
set-ups. News say only that something changed, so a lost or doubled one costs a fetch and shows nobody anything.

A room's ``live.py`` says who may listen::

    @live.topic("desk")
    def may_listen(user: User, event_id: str) -> bool: ...

``topics`` says what a topic is and who may listen, ``hub`` brings changes to a process's sockets, ``carrier`` takes
them to other processes, ``consumer`` is the socket.
"""

from core.live.consumer import LiveConsumer
from core.live.publishing import publish
from core.live.topics import Topic, TopicRule, may_listen, rules, topic

__all__ = ["LiveConsumer", "Topic", "TopicRule", "may_listen", "publish", "rules", "topic"]
