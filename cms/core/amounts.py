"""Numbers as the visitor's language groups them: 1,000 in Japanese and English, 1.000 in Portuguese and Vietnamese."""

from babel.numbers import format_decimal
from django.conf import settings
from django.utils.translation import get_language

from .locales import language_of


def grouped(number: int) -> str:
    """Return a number with the separator of the active language; digits are the same in all of them."""
    language = language_of(get_language() or settings.LANGUAGE_CODE)
    return format_decimal(number, locale=language.babel, group_separator=True, numbering_system="latn")
