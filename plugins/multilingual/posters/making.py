"""Posters as files: drawn once for the same words, then taken from the cache."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from django.core.cache import cache

from . import images, layouts
from .facts import Poster
from .models import ShareImage

A_DAY = 24 * 60 * 60
WIDTHS = {"a4": 1240, "square": 1080, "share": 1200}


def pdf(poster: Poster, layout: str) -> bytes:
    """Return a poster as PDF. Raises fonts.MissingLetters, fonts.FontsMissing."""
    key = f"multilingual:poster:{layout}:{poster.key}"
    made = cache.get(key)
    if not isinstance(made, bytes):
        made = layouts.LAYOUTS[layout](poster).pdf()
        cache.set(key, made, A_DAY)
    return made


def png(poster: Poster, layout: str) -> bytes:
    """Return a poster as image. Raises as `pdf`."""
    return images.png(pdf(poster, layout), width=WIDTHS[layout])


def one_pdf(posters: Iterable[Poster]) -> bytes:
    """Return the A4 posters of several languages, a page for each."""
    return images.together([pdf(poster, "a4") for poster in posters])


def packed(posters: Iterable[Poster]) -> bytes:
    """Return a ZIP with the A4 poster and the square image of each language."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as folder:
        for poster in posters:
            folder.writestr(f"poster-{poster.code}.pdf", pdf(poster, "a4"))
            folder.writestr(f"square-{poster.code}.png", png(poster, "square"))
    return out.getvalue()


def share_image(poster: Poster, *, page: int) -> bytes:
    """Return the image for a shared link, drawn anew only where what it shows has changed. Raises as `pdf`."""
    kept = ShareImage.objects.filter(page=page, key=poster.key).first()
    if kept is not None:
        return bytes(kept.image)
    made = images.png(layouts.share(poster).pdf(), width=WIDTHS["share"])
    ShareImage.objects.update_or_create(page_id=page, defaults={"key": poster.key, "image": made})
    return made
