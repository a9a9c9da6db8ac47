"""A centre's accent colour: contrast by WCAG 2.2, a check for the colour chosen, and the tones derived from it.

Relative luminance and contrast ratio are those of WCAG 2.2 ("relative luminance", "contrast ratio"); 4.5:1 is criterion
1.4.3 for text (AA), 7:1 is 1.4.6 (AAA).
"""

import colorsys
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.core.numerals import half_width

AA, AAA = 4.5, 7.0
DEFAULT_ACCENT = "#0b5c66"

WHITE, BLACK = "#ffffff", "#000000"
# the surfaces and inks of the design tokens that the accent and its wash meet
LIGHT_PAPER, LIGHT_SURFACE, LIGHT_INK, LIGHT_SOFT_INK = "#fbfaf6", WHITE, "#1d2733", "#46535f"
DARK_PAPER, DARK_SURFACE, DARK_INK, DARK_SOFT_INK = "#14191e", "#1c232a", "#eef1f4", "#b9c3cc"

_HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
MAX_INPUT_LENGTH = 30

Rgb = tuple[float, float, float]


class AccentError(ValidationError):
    """A colour that cannot be the accent; ``messages[0]`` is meant for the person who chose it."""


def normalise_colour(text: str) -> str:
    """Return ``#rrggbb`` in lower case from ``#RGB``, ``rrggbb`` and full-width input.

    Raises:
        AccentError: this is no hexadecimal colour.
    """
    match = _HEX.fullmatch(half_width(text)) if len(text) <= MAX_INPUT_LENGTH else None
    if not match:
        raise AccentError(
            _("Please write the colour as # and six digits or letters a–f, such as #0b5c66."), code="no_colour"
        )
    digits = match[1].lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def relative_luminance(colour: str) -> float:
    """Return the relative luminance, 0 (black) to 1 (white)."""
    red, green, blue = (_linear(channel) for channel in _rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_ratio(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21, whichever is the text."""
    darker, lighter = sorted((relative_luminance(one), relative_luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def validate_accent(value: str) -> None:
    """Accept a colour that can be read as text on white and on the paper, and on which white text can be read.

    Raises:
        AccentError: it is no colour, or one of these contrasts is below 4.5:1. The message gives the ratio and names
            the nearest darker tone that passes.
    """
    colour = normalise_colour(value)
    ratio = min(contrast_ratio(colour, background) for background in (WHITE, LIGHT_PAPER))
    if ratio < AA:
        raise AccentError(
            _(
                "This colour is too light to be read: its contrast with the page is %(ratio)s : 1 and must be at least "
                "4.5 : 1. Please choose a darker tone, such as %(suggestion)s."
            ),
            code="too_light",
            params={"ratio": _rounded_down(ratio), "suggestion": darkened(colour)},
        )


def darkened(colour: str) -> str:
    """Return the lightest tone of the same hue and saturation that passes ``validate_accent``."""
    return next(
        tone for tone in _tones(normalise_colour(colour), darker=True) if contrast_ratio(tone, LIGHT_PAPER) >= AA
    )


@dataclass(frozen=True)
class AccentTones:
    """The three tones of one colour scheme.

    Attributes:
        accent: links, buttons, borders.
        ink: text on the accent.
        wash: a quiet background that carries body text and accent text.
    """

    accent: str
    ink: str
    wash: str

    def tokens(self) -> dict[str, str]:
        """Return the CSS custom properties."""
        return {"--accent": self.accent, "--accent-ink": self.ink, "--accent-wash": self.wash}


@dataclass(frozen=True)
class AccentPalette:
    """The tones for the light and the dark scheme; every pair that meets on a page has its contrast.

    Accent text on paper, surface and wash and text on the accent reach 4.5:1 (7:1 in the dark scheme on paper and
    surface), body text on the wash 7:1, quiet text on the wash 4.5:1.
    """

    light: AccentTones
    dark: AccentTones

    @classmethod
    def of(cls, accent: str) -> "AccentPalette":
        """Derive the palette from the colour a centre chose.

        Raises:
            AccentError: the colour does not pass ``validate_accent``.
        """
        validate_accent(accent)
        return _palette(normalise_colour(accent))

    def tokens(self) -> dict[str, dict[str, str]]:
        """Return ``{"light": {"--accent": …}, "dark": {…}}``."""
        return {"light": self.light.tokens(), "dark": self.dark.tokens()}

    def css(self) -> str:
        """Return the declarations ``--accent: light-dark(#0b5c66, #7fd3dc);`` and so on, one to a line."""
        dark = self.dark.tokens()
        return "\n".join(f"{name}: light-dark({tone}, {dark[name]});" for name, tone in self.light.tokens().items())


@lru_cache(maxsize=64)
def _palette(accent: str) -> AccentPalette:
    return AccentPalette(light=_light_tones(accent), dark=_dark_tones(accent))


def _light_tones(accent: str) -> AccentTones:
    # the strongest wash, at most an eighth of the accent, that still carries everything; white does in any case
    washes = (mixed(accent, WHITE, percent / 200) for percent in range(24, -1, -1))
    wash = next(
        wash
        for wash in washes
        if contrast_ratio(accent, wash) >= AA
        and contrast_ratio(LIGHT_INK, wash) >= AAA
        and contrast_ratio(LIGHT_SOFT_INK, wash) >= AA
    )
    return AccentTones(accent, WHITE, wash)


def _dark_tones(accent: str) -> AccentTones:
    hue, _lightness, saturation = colorsys.rgb_to_hls(*_rgb(accent))
    wash = next(
        wash
        for wash in (_from_hls(hue, step / 200, min(saturation, 0.42)) for step in range(31, -1, -1))
        if contrast_ratio(DARK_INK, wash) >= AAA and contrast_ratio(DARK_SOFT_INK, wash) >= AA
    )
    start = _from_hls(hue, 0.5, min(saturation, 0.6))
    dark = next(
        tone
        for tone in _tones(start, darker=False)
        if min(contrast_ratio(tone, DARK_PAPER), contrast_ratio(tone, DARK_SURFACE)) >= AAA
        and contrast_ratio(tone, wash) >= AA
    )
    ink = next(
        ink
        for ink in (*(_from_hls(hue, step / 100, min(saturation, 0.7)) for step in range(9, 0, -1)), BLACK)
        if contrast_ratio(ink, dark) >= AA
    )
    return AccentTones(dark, ink, wash)


def mixed(colour: str, other: str, share: float) -> str:
    """Return ``colour`` mixed into ``other``; a share of 0 is the other, of 1 the colour."""
    return _hex(
        *(share * one + (1 - share) * two for one, two in zip(_rgb(colour), _rgb(other), strict=True)),
    )


def _tones(colour: str, *, darker: bool) -> Iterator[str]:
    """Go from the colour towards black or white in steps of half a per cent of lightness, the end included."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_rgb(colour))
    yield colour
    for step in range(1, 201):
        moved = lightness - step / 200 if darker else lightness + step / 200
        yield _from_hls(hue, min(1.0, max(0.0, moved)), saturation)


def _from_hls(hue: float, lightness: float, saturation: float) -> str:
    return _hex(*colorsys.hls_to_rgb(hue, lightness, saturation))


def _rgb(colour: str) -> Rgb:
    digits = normalise_colour(colour)[1:]
    return int(digits[0:2], 16) / 255, int(digits[2:4], 16) / 255, int(digits[4:6], 16) / 255


def _hex(*channels: float) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _rounded_down(ratio: float) -> str:
    # 4.496 must not be reported as 4.5
    return f"{math.floor(ratio * 100) / 100:.2f}"
