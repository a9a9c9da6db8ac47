"""A worker whose word that it is through did not reach Redis goes on working.

kombu counts a message that could not be acknowledged as work in hand for ever (redis.QoS.ack raises before it takes
the message off its own list), and a worker that fetches one message at a time then fetches none any more: a Redis that
hung for two seconds at the wrong moment stopped all mail until somebody started the worker anew. Here the message is
taken off the list whatever Redis says. Redis hands it out once more after `visibility_timeout`, which does no harm: a
message only wakes, what is to be done stands in the database.
"""

from __future__ import annotations

from typing import Any

from kombu.transport import redis, virtual


class QoS(redis.QoS):
    """What kombu does, and the credit comes back also when Redis did not answer."""

    def ack(self, delivery_tag: Any) -> None:
        try:
            super().ack(delivery_tag)
        finally:
            virtual.QoS.ack(self, delivery_tag)

    def reject(self, delivery_tag: Any, requeue: bool = False) -> None:
        try:
            super().reject(delivery_tag, requeue=requeue)
        finally:
            virtual.QoS.ack(self, delivery_tag)


def let_go() -> None:
    """Have every connection to Redis that kombu opens from now on work so."""
    redis.Channel.QoS = QoS
