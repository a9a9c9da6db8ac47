"""A form that is one button."""

from cms.core.public_forms import PublicForm


class ButtonForm(PublicForm):
    scope = "newsletters"
