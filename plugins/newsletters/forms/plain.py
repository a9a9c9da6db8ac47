"""A form that is one button."""

from datetime import timedelta

from cms.core.public_forms import PublicForm


class ButtonForm(PublicForm):
    """One button behind a mailed link: who came for it presses it as soon as it is there; no robot knows it."""

    scope = "newsletters"
    quickest = timedelta(0)
