"""QR codes as the path of an SVG drawing: one path, no script, no style."""

import io
import re
from dataclasses import dataclass
from functools import lru_cache

import segno

QUIET_ZONE = 4  # modules of white around the code; ISO/IEC 18004 asks for four


@dataclass(frozen=True, slots=True)
class QrCode:
    """`size`: modules along a side, white border included. `path`: strokes of one module's width."""

    size: int
    path: str


@lru_cache(maxsize=512)
def qr_code(text: str) -> QrCode:
    """Return the code for a text, as a rule an address. Error correction M: a crease may cross it."""
    made = segno.make_qr(text, error="m")
    drawing = io.BytesIO()
    made.save(drawing, kind="svg", border=QUIET_ZONE, xmldecl=False, svgns=False, nl=False, omitsize=True)
    found = re.search(r' d="([^"]+)"', drawing.getvalue().decode())
    assert found is not None
    return QrCode(size=int(made.symbol_size(border=QUIET_ZONE)[0]), path=found[1])
