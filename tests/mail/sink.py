"""An SMTP server that answers what a test tells it to, in the test's own process."""

import asyncio
import email
import email.policy
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

# What a reply may be besides text: the line is cut, nothing comes at all, or yes once the test lets go.
HANG_UP, STALL, HOLD = "hang up", "stall", "hold"


@dataclass
class Received:
    """A message that was answered with 250."""

    sender: str
    recipients: list[str]
    content: bytes

    @property
    def parsed(self) -> Any:
        return email.message_from_bytes(self.content, policy=email.policy.default)

    @property
    def message_id(self) -> str:
        return str(self.parsed["Message-ID"])


class Conversation(SMTP):
    """Keeps RCPT as it came over the wire: aiosmtpd takes the quotation marks off."""

    async def smtp_RCPT(self, arg: str) -> None:
        self.event_handler.wire.append(arg)
        await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:
        recipients = self.envelope.rcpt_tos if self.envelope else []
        if recipients and self.event_handler.data(recipients[0]) == HANG_UP:
            await self.push("354 go on")
            cast(asyncio.Transport, self.transport).abort()
            return
        await super().smtp_DATA(arg)


class Listener(Controller):
    def factory(self) -> SMTP:
        return Conversation(self.handler, **self.SMTP_kwargs)


@dataclass
class Sink:
    """Answers by what `mail`, `rcpt`, `data` and `dot` return for an address; "" accepts. Counts what it is told.

    `data` can only hang up: once the message may be sent, before any of it came.

    `after_dot` sees every message whose final dot came, also those that were then answered with anything else.
    """

    mail: Callable[[str], str] = lambda address: ""
    rcpt: Callable[[str], str] = lambda address: ""
    data: Callable[[str], str] = lambda address: ""
    dot: Callable[[str], str] = lambda address: ""
    received: list[Received] = field(default_factory=list)
    after_dot: list[Received] = field(default_factory=list)
    wire: list[str] = field(default_factory=list)
    connections: int = 0
    pipelining: bool = False
    controller: Any = None
    _held: threading.Event = field(default_factory=threading.Event)
    _let_go: threading.Event = field(default_factory=threading.Event)

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return [responses[0], "250-PIPELINING", *responses[1:]] if self.pipelining else responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        answer = await self._answer(server, self.mail(address))
        if not answer:
            envelope.mail_from = address
        return answer or "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = await self._answer(server, self.rcpt(address))
        if not answer:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = Received(envelope.mail_from, list(envelope.rcpt_tos), envelope.content)
        self.after_dot.append(message)
        answer = await self._answer(server, self.dot(envelope.rcpt_tos[0]))
        if not answer:
            self.received.append(message)
        return answer or "250 OK"

    async def _answer(self, server, told: str) -> str:
        if told == HANG_UP:
            server.transport.abort()
            await asyncio.sleep(3600)
        if told == STALL:
            await asyncio.sleep(3600)
        if told == HOLD:
            self._held.set()
            while not self._let_go.is_set():
                await asyncio.sleep(0.01)
            return ""
        return told

    # Holding ---------------------------------------------------------------------------------------------------

    def hold(self, *, after: int, pause: float) -> None:
        """Take `pause` seconds over each message, and leave the one that comes after so many without its answer.

        Whoever sends it has a batch open, for as long as the test likes: nothing hangs on how fast a machine is.
        """
        self._held.clear()
        self._let_go.clear()

        def dot(address: str) -> str:
            time.sleep(pause)
            return HOLD if len(self.after_dot) == after + 1 else ""

        self.dot = dot

    @property
    def holds(self) -> bool:
        """Whether a message waits for its answer."""
        return self._held.is_set()

    def let_go(self) -> None:
        """Answer the message that was held."""
        self._let_go.set()

    # Running ---------------------------------------------------------------------------------------------------

    def start(self, port: int) -> "Sink":
        self.controller = Listener(self, hostname="127.0.0.1", port=port)
        self.controller.start()
        return self

    def stop(self) -> None:
        if self.controller is not None:
            self.controller.stop(no_assert=True)
            self.controller = None


def by_address(answers: dict[str, str]) -> Callable[[str], str]:
    """Answer an address that has one of these local parts so, and every other with 250."""
    return lambda address: answers.get(address.partition("@")[0].strip('"'), "")
