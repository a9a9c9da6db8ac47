"""The language of people that a language of the site stands for."""

from __future__ import annotations

from events.registration.choices import SpokenLanguage

#: Where the site's code and the code of the language that people speak differ.
_OTHERWISE = {
    "ja-simple": SpokenLanguage.EASY_JAPANESE, "pt-br": SpokenLanguage.PORTUGUESE, "fil": SpokenLanguage.TAGALOG,
    "zh-hans": SpokenLanguage.CHINESE,
}  # fmt: skip


def spoken_in(code: str) -> SpokenLanguage | None:
    """Return what readers of the site in this language speak; None where events have no such language."""
    if code in _OTHERWISE:
        return _OTHERWISE[code]
    return SpokenLanguage(code) if code in SpokenLanguage.values else None
