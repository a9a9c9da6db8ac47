"""Reads posters back: their words, their pages, the code on them."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass

import pypdfium2
import zxingcpp
from PIL import Image

from plugins.multilingual.posters import images


@dataclass(frozen=True)
class Read:
    """What is on the pages of a PDF, all white space left out."""

    pages: list[str]
    sizes: list[tuple[int, int]]
    codes: list[str]

    @property
    def text(self) -> str:
        return "".join(self.pages)

    def says(self, words: str) -> bool:
        return squeezed(words) in self.text


def squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def read(pdf: bytes) -> Read:
    document = pypdfium2.PdfDocument(pdf)
    texts = [squeezed(page.get_textpage().get_text_range()) for page in document]
    sizes = [(round(page.get_width() * 0.3528), round(page.get_height() * 0.3528)) for page in document]
    return Read(texts, sizes, codes(images.png(pdf, width=1240)))


def codes(png: bytes) -> list[str]:
    """Return the addresses of the QR codes of an image."""
    return [found.text for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(png)).convert("L"))]
