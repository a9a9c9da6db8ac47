"""What stands between a name and what is said of it."""

from django.utils.translation import get_language

from .locales import SOURCE_LANGUAGE, language_of


def gap() -> str:
    """What follows a text that ends in a colon: nothing where the colon brings its own room."""
    return colon()[1:]


def colon() -> str:
    """The colon of the active language, with its room: "：" in Japanese, ": " in English."""
    return language_of(get_language() or SOURCE_LANGUAGE).colon
