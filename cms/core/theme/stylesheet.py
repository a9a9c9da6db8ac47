"""Which stylesheet carries a site's accent colour, and what is in it."""

import hashlib

from django.urls import reverse

from cms.core.accent import DEFAULT_ACCENT, AccentError, AccentPalette, mixed, normalise_colour

DEEPER = 0.75


def stylesheet(accent: str) -> str:
    """Return the CSS that sets the accent tokens.

    Raises:
        AccentError: the colour cannot be read on the page.
    """
    palette = AccentPalette.of(accent)
    deep = (
        f"light-dark({mixed(palette.light.accent, '#000000', DEEPER)}, {mixed(palette.dark.accent, '#ffffff', DEEPER)})"
    )
    return (
        "@layer theme{:root{"
        + "".join(f"{name}:{tone};" for name, tone in palette.light.tokens().items())
        + f"--accent-deep:{mixed(palette.light.accent, '#000000', DEEPER)};"
        + "}@supports (color:light-dark(#fff,#000)){:root{"
        + palette.css().replace("\n", "")
        + f"--accent-deep:{deep};"
        + "}}}\n"
    )


def digest(accent: str) -> str:
    """Return the part of the address that changes with the content."""
    return hashlib.sha256(stylesheet(accent).encode()).hexdigest()[:12]


def url_for(site_id: int, accent: str) -> str:
    """Return the stylesheet's address; nothing for the default colour, which the site's own stylesheet has.

    A colour that cannot be read any more (it is checked when saved) gives way to the default.
    """
    try:
        colour = normalise_colour(accent)
        return "" if colour == DEFAULT_ACCENT else reverse("theme", args=[site_id, digest(colour)])
    except AccentError:
        return ""
