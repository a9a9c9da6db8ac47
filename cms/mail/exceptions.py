"""Refusals of the outbox. They are for whoever queues a mail: what people type is checked by the form before."""


class MailRefused(ValueError):
    """A mail cannot be queued as it is. `field` names the argument; the message never repeats its value."""

    def __init__(self, field: str, why: str):
        super().__init__(f"{field}: {why}")
        self.field = field


class LineBreakRefused(MailRefused):
    """A line break or control character in something that becomes a header: it could smuggle in other headers."""

    def __init__(self, field: str):
        super().__init__(field, "line breaks and control characters are not allowed here")


class AddressRefused(MailRefused):
    """Not a mail address that anything can be sent to."""

    def __init__(self, field: str = "to"):
        super().__init__(field, "not a mail address")


class MoveRefused(Exception):
    """A delivery cannot go from its present state to the wanted one."""


class AppendOnly(Exception):
    """A line about a consent is never changed nor deleted: another line is added."""
