"""The colours of mails: a centre's accent in both schemes, or the stock one where that cannot be read."""

from cms.core.accent import (
    DARK_INK,
    DARK_PAPER,
    DARK_SOFT_INK,
    DARK_SURFACE,
    DEFAULT_ACCENT,
    LIGHT_INK,
    LIGHT_SOFT_INK,
    LIGHT_SURFACE,
    AccentError,
    AccentPalette,
)

DARK = {"paper": DARK_PAPER, "surface": DARK_SURFACE, "ink": DARK_INK, "soft": DARK_SOFT_INK}


def tones_of(accent: str) -> AccentPalette:
    """Return the tones that a mail takes."""
    try:
        return AccentPalette.of(accent)
    except AccentError:  # checked when it was saved, by the rules of that time
        return AccentPalette.of(DEFAULT_ACCENT)


def pairs_of(accent: str) -> dict[str, list[tuple[str, str]]]:
    """Return the colours that meet in a mail, text and ground, by scheme."""
    tones = tones_of(accent)
    light, dark = tones.light, tones.dark
    return {
        "light": [
            (LIGHT_INK, LIGHT_SURFACE), (LIGHT_SOFT_INK, LIGHT_SURFACE), (light.accent, LIGHT_SURFACE),
            (light.ink, light.accent), (LIGHT_INK, light.wash),
        ],
        "dark": [
            (DARK_INK, DARK_SURFACE), (DARK_SOFT_INK, DARK_SURFACE), (dark.accent, DARK_SURFACE),
            (dark.ink, dark.accent), (DARK_INK, dark.wash),
        ],
    }  # fmt: skip
