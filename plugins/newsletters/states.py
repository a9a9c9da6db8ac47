"""Where a reader stands, and how often she wants to hear."""

from django.db import models
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where a reader stands. Pausing is a date and no state: it ends by itself."""

    WAITING = "waiting", pgettext_lazy("reader", "Has not confirmed yet")
    ACTIVE = "active", pgettext_lazy("reader", "Gets letters")
    STOPPED = "stopped", pgettext_lazy("reader", "Has stopped")
    UNREACHABLE = "unreachable", pgettext_lazy("reader", "Address does not work")
    COMPLAINED = "complained", pgettext_lazy("reader", "Reported a letter as unwanted")


# Nobody gets letters without having pressed the button of the mail, or having asked staff on paper or in person.
MOVES: dict[State, frozenset[State]] = {
    State.WAITING: frozenset({State.ACTIVE}),
    State.ACTIVE: frozenset({State.STOPPED, State.UNREACHABLE, State.COMPLAINED}),
    State.STOPPED: frozenset({State.ACTIVE}),
    State.UNREACHABLE: frozenset({State.ACTIVE, State.STOPPED, State.COMPLAINED}),
    State.COMPLAINED: frozenset({State.ACTIVE}),
}


class Frequency(models.TextChoices):
    """How often somebody wants to hear of a topic."""

    AT_ONCE = "at_once", pgettext_lazy("newsletter", "Whenever there is something new")
    WEEKLY = "weekly", pgettext_lazy("newsletter", "Once a week")
    MONTHLY = "monthly", pgettext_lazy("newsletter", "Once a month")
    DEADLINES = "deadlines", pgettext_lazy("newsletter", "Only what has a deadline")
