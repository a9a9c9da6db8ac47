"""A sheet of paper that words are set on, from the left or, in languages written so, from the right."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import segno

from . import fonts
from .wrapping import wrap

POINT = 0.3528  # millimetres
INK, SOFT, PAPER, WARNING = (28, 33, 40), (74, 82, 92), (255, 255, 255), (150, 30, 20)
Colour = tuple[int, int, int]
# Letters with their accents as one: taken apart, what is copied out of the PDF is no text any more.
_WHOLE = {"ccmp": False}
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")


class Sheet:
    """Pages of one size, in one language. Lengths are millimetres, sizes of letters points.

    x counts from the edge where reading starts: the left one, or the right one in Urdu.
    Raises fonts.MissingLetters, fonts.FontsMissing.
    """

    def __init__(self, *, width: float, height: float, language: Any, texts: Iterable[str], title: str) -> None:
        from fpdf import FPDF  # see fonts

        self.width, self.height, self.language = width, height, language
        # Shaping reads the fonts from files until the sheet is finished.
        self._folder = tempfile.TemporaryDirectory(prefix="poster-")
        self._pdf = FPDF(unit="mm", format=(width, height))
        self._pdf.set_auto_page_break(False)
        self._pdf.set_margin(0)
        self._pdf.c_margin = 0
        self._pdf.set_title(title)
        self._pdf.set_lang(language.bcp47)
        self._pdf.set_creator("Kakehashi")
        written = [*texts, "…"]
        self._written = set(fonts.letters_of("".join(written)))
        cuts = fonts.cut(written, code=language.code)
        self._family = cuts[0].name
        for cut in cuts:
            self._add(cut)
        self._pdf.add_page()
        self._pdf.set_font(self._family, size=12)
        self._pdf.set_fallback_fonts([cut.name for cut in cuts[1:]])

    def _add(self, cut: fonts.Cut) -> None:
        for weight, style in ((fonts.REGULAR, ""), (fonts.BOLD, "B")):
            path = Path(self._folder.name) / f"{cut.name}{weight}.ttf"
            path.write_bytes(cut.data[weight])
            self._pdf.add_font(cut.name, style, path)

    @property
    def is_mirrored(self) -> bool:
        return bool(self.language.dir == "rtl")

    @property
    def leading(self) -> float:
        """The height of a line over the size of its letters."""
        return 1.62 if self.is_mirrored else 1.45

    def lines(self, text: str, *, width: float, size: float, bold: bool = False) -> list[str]:
        """Return the lines in which a text is set."""
        self._set_font(size, bold=bold, line=text)
        text = unicodedata.normalize("NFC", text)
        return wrap(text, width=width, measure=self._pdf.get_string_width, code=self.language.code)

    def fitting(self, text: str, *, width: float, height: float, sizes: Sequence[float], bold: bool = False) -> float:
        """Return the largest of the sizes, the largest first, in which a text is no taller; else the smallest."""
        for size in sizes:
            if self.height_of(len(self.lines(text, width=width, size=size, bold=bold)), size=size) <= height:
                return size
        return sizes[-1]

    def _measure(self, text: str, *, size: float, bold: bool) -> float:
        self._set_font(size, bold=bold, line=text)
        return float(self._pdf.get_string_width(text))

    def height_of(self, lines: int, *, size: float) -> float:
        return lines * size * POINT * self.leading

    def text(
        self, text: str, *, x: float, y: float, width: float, size: float, bold: bool = False, colour: Colour = INK,
        most: int = 0, align: str = "start",
    ) -> float:  # fmt: skip
        """Set a text and return where the next line begins.

        most: of its lines; that some are left out is shown by an ellipsis. align: "start" or "end".
        """
        lines = self.lines(text, width=width, size=size, bold=bold)
        if most and len(lines) > most:
            lines = [*lines[: most - 1], lines[most - 1].rstrip("、。,. ") + "…"]
        self._pdf.set_text_color(*colour)
        height = self.height_of(1, size=size)
        side = "R" if self.is_mirrored == (align == "start") else "L"
        for line in lines:
            self._set_font(size, bold=bold, line=line)
            self._pdf.set_xy(self._left(x, width), y)
            self._pdf.cell(width, height, line, align=side)
            y += height
        return y

    def _set_font(self, size: float, *, bold: bool, line: str) -> None:
        """Choose the font anew for each line: after a letter from another font the page stands in that one.

        Lines without a letter that is read from the right, such as times and addresses, are set from the left.
        """
        if lacking := [letter for letter in fonts.letters_of(line) if letter not in self._written]:
            raise fonts.MissingLetters(lacking)
        if self.is_mirrored and _ARABIC.search(line):
            self._pdf.set_text_shaping(True, direction="rtl", script="arab", language="urd")
        else:
            self._pdf.set_text_shaping(True, features=_WHOLE, direction="ltr" if self.is_mirrored else None)
        self._pdf.font_family = ""
        self._pdf.set_font(self._family, "B" if bold else "", size)

    def number(self, text: str, *, x: float, y: float, width: float, size: float, colour: Colour = INK) -> float:
        """Set a telephone number or an address of the web on one line, however small it gets."""
        while size > 5 and self._measure(text, size=size, bold=True) > width:
            size -= 0.5
        self._pdf.set_text_color(*colour)
        self._set_font(size, bold=True, line=text)
        self._pdf.set_xy(self._left(x, width), y)
        self._pdf.cell(width, self.height_of(1, size=size), text, align="R" if self.is_mirrored else "L")
        return y + self.height_of(1, size=size)

    def box(self, *, x: float, y: float, width: float, height: float, fill: Colour | None = None,
            edge: Colour | None = None, radius: float = 0) -> None:  # fmt: skip
        if fill:
            self._pdf.set_fill_color(*fill)
        if edge:
            self._pdf.set_draw_color(*edge)
            self._pdf.set_line_width(0.6)
        style = ("D" if edge else "") + ("F" if fill else "")
        self._pdf.rect(
            self._left(x, width), y, width, height, style=style, round_corners=bool(radius), corner_radius=radius
        )

    def code(self, text: str, *, x: float, y: float, size: float) -> None:
        """A QR code of an address with its white border, as an image without loss."""
        made = segno.make_qr(text, error="m")
        rows = list(made.matrix_iter(border=4))
        step = size / len(rows)
        left = self._left(x, size)
        self.box(x=x, y=y, width=size, height=size, fill=PAPER)
        self._pdf.set_fill_color(0, 0, 0)
        for down, row in enumerate(rows):
            for start, length in _runs(row):
                # A hair wider, or printers leave white lines between the modules.
                self._pdf.rect(left + start * step, y + down * step, length * step, step + 0.01, style="F")

    def _left(self, x: float, width: float) -> float:
        return self.width - x - width if self.is_mirrored else x

    def pdf(self) -> bytes:
        """Return the finished sheet; nothing can be set on it any more."""
        try:
            return bytes(self._pdf.output())
        finally:
            self._folder.cleanup()


def _runs(row: Iterable[int]) -> list[tuple[int, int]]:
    """Return start and length of the dark stretches of a row."""
    found: list[tuple[int, int]] = []
    for place, dark in enumerate(row):
        if dark and found and sum(found[-1]) == place:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif dark:
            found.append((place, 1))
    return found
