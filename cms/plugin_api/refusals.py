"""How a plugin says no."""


class Refusal(Exception):
    """Raised by `on_enable` or `on_disable`: the switch is not made, and the message is shown to the person.

    The message is for staff, in their language (`gettext`), and says what to do: "Three letters are still being sent.
    Wait until they are, then switch off."
    """
