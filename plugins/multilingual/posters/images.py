"""Posters as images: the first page of a PDF, drawn by PDFium."""

from __future__ import annotations

import io
import threading

# PDFium keeps state for the whole process.
_ONE_AT_A_TIME = threading.Lock()


def png(pdf: bytes, *, width: int) -> bytes:
    """Return the first page as a PNG so many pixels wide."""
    import pypdfium2  # see fonts

    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            page = document[0]
            scale = width / page.get_width()
            # PDFium rounds up: a line of white would be left below.
            image = page.render(scale=scale).to_pil().crop((0, 0, width, round(page.get_height() * scale)))
        finally:
            document.close()
    out = io.BytesIO()
    image.convert("RGB").quantize(128).save(out, "PNG", optimize=True)
    return out.getvalue()


def together(pdfs: list[bytes]) -> bytes:
    """Return one PDF with the pages of all."""
    import pypdfium2  # see fonts

    with _ONE_AT_A_TIME:
        book = pypdfium2.PdfDocument.new()
        try:
            for pdf in pdfs:
                document = pypdfium2.PdfDocument(pdf)
                book.import_pages(document)
                document.close()
            out = io.BytesIO()
            book.save(out)
        finally:
            book.close()
    return out.getvalue()
