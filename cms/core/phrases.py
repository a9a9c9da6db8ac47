"""Line breaks between Japanese phrases (文節), so that a heading does not break inside a word.

For headings and other short text in browsers without ``word-break: auto-phrase``. The element needs
``word-break: keep-all`` and ``overflow-wrap: anywhere``, then lines break at the ``<wbr>`` only.
"""

import re
from functools import lru_cache

import budoux
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

# longer text is no heading: it is returned without breaks, which is cheap and always right
MAX_LENGTH = 200
# Signs that end what stands before them, and signs that begin what stands behind them.
_ENDING = frozenset(":;,.!?%)]}、。，．：；！？・…ー々〜」』）〉》】〕”’")
_OPENING = frozenset("([{「『（〈《【〔“‘")
# Words that the parser takes apart.
_WHOLE = ("生きがい", "やりがい", "飼い主")
_DAY = re.compile(r"\d{1,2}月\d{1,2}日\([^)]\)")
_WHOLE_NUMBERS = re.compile(r"\d+(?:[-‐−]\d+)+|\d{1,2}月\d{1,2}日")
_TIMES = re.compile(r"\d{1,2}:\d\d[〜–]\d{1,2}:\d\d")


@lru_cache(maxsize=1)
def _parser() -> budoux.Parser:
    return budoux.load_default_japanese_parser()


@lru_cache(maxsize=4096)
def phrases(text: str) -> tuple[str, ...]:
    """Split text into phrases; joined they are the text. Latin words and numbers are never split."""
    whole = {at for word in _WHOLE for found in re.finditer(word, text) for at in range(found.start() + 1, found.end())}
    result: list[str] = []
    at = 0
    for chunk in _parser().parse(text):
        if result and (at in whole or _belong_together(result[-1][-1], chunk[0])):
            result[-1] += chunk
        else:
            result.append(chunk)
        at += len(chunk)
    return tuple(result)


def _belong_together(before: str, after: str) -> bool:
    return (before.isascii() and after.isascii()) or after in _ENDING or before in _OPENING


@lru_cache(maxsize=4096)
def _with_breaks(text: str) -> SafeString:
    if len(text) > MAX_LENGTH or text.isascii():
        return escape(text)
    # every part is escaped, the only markup is the constant between them
    return mark_safe("<wbr>".join(escape(phrase) for phrase in phrases(text)))


def with_breaks(text: str) -> SafeString:
    """Return the text escaped, with ``<wbr>`` between its phrases.

    Args:
        text: plain text, never HTML; it is escaped even when marked as safe. Lazy translations are welcome.
    """
    return _with_breaks(str(text))


def whole_numbers(text: str) -> SafeString:
    """Return the text escaped, with 「1-2-3」 of an address and 「1月3日」 on one line each.

    A line may else end behind the hyphen and between month and day. Text marked as safe is left as it is.
    """
    # what is given is escaped, the only markup are the constants around what matches
    return mark_safe(_WHOLE_NUMBERS.sub(r'<span class="nowrap">\g<0></span>', conditional_escape(text)))


def whole_dates(text: str) -> SafeString:
    """Return the text escaped, with 「12月6日(土)」 and 「14:00〜15:30」 on one line each.

    A line of Japanese may else end before the bracket and after the wave, but not between day and time, whatever
    `word-break` says. Text marked as safe is left as it is.
    """
    # what is given is escaped, the only markup are the constants around what matches
    days = _DAY.sub(r'<span class="nowrap">\g<0></span><wbr>', conditional_escape(text))
    return mark_safe(_TIMES.sub(r'<span class="nowrap">\g<0></span>', days))
