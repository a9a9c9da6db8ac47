"""An edition ready for the wire: 7 bit throughout, a reader's own spliced in between bytes made once."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

from cms.mail.mime import address_header
from cms.mail.models import Edition

from . import slots
from .headers import folded, head
from .splicing import Part, Piece, Splice, encode, lay_out

# Readers with other sections, or a longer name, need another. What is in them is shared.
MOST_LAYOUTS = 500
# Pieces smaller than this are joined for each layout, larger ones are shared between them.
SMALL = 2048  # bytes
READERS = b""


class Parcel(NamedTuple):
    """What a process needs of a delivery to hand it over; fields as on `BulkDelivery`."""

    pk: int
    edition_id: int
    address: str
    recipient: str
    token: str
    sections: str
    attempts: int


@dataclass(frozen=True)
class Contents:
    """Plain text and HTML in parts."""

    text: tuple[Part, ...]
    html: tuple[Part, ...]

    @classmethod
    def of(cls, text: str, html: str) -> "Contents":
        in_html = ("name_html" if part == "name" else part for part in _parts(html))
        return cls(tuple(_parts(text)), tuple(in_html))


class Layout(NamedTuple):
    """The pieces of a message, and which of them are a reader's: plain values and splices, by position."""

    pieces: list[bytes]
    values: list[tuple[int, str]]
    splices: list[tuple[int, Splice]]


class PreparedEdition:
    """One edition, loaded by a process that sends."""

    def __init__(self, edition: Edition):
        campaign = edition.campaign
        boundary = f"=_{campaign.nonce}_{edition.pk}"
        self._head = head(campaign, edition, boundary)
        self._contents = Contents.of(edition.text, edition.html)
        self._sections = {key: Contents.of(*both) for key, both in edition.sections.items()}
        start = f"\r\n--{boundary}".encode()
        self._open_text = start + b"\r\n" + _part_head(b"plain")
        self._open_html = start + b"\r\n" + _part_head(b"html")
        self._end = start + b"--\r\n"
        self._layout = lru_cache(MOST_LAYOUTS)(self._laid_out)

    def message(self, parcel: Parcel, address: str) -> bytes:
        """Return a reader's message, lines ended by CR LF, none of them beginning with a dot.

        address: the parcel's, as it goes over the wire. Raises ValueError or KeyError when it cannot be put together.
        """
        pk, _edition, _address, recipient, token, sections, _attempts = parcel
        values = {"to": address.encode("ascii"), "number": b"%d" % pk, "token": token.encode("ascii")}
        if recipient:
            values["to"] = folded(address_header(recipient, address)).encode("ascii")
            values["name"], values["name_html"] = recipient.encode(), escape(recipient).encode()
            layout = self._layout(sections, len(values["token"]), len(values["name"]), len(values["name_html"]))
        else:
            values["name"] = values["name_html"] = b""
            layout = self._layout(sections, len(values["token"]), 0, 0)
        out = layout.pieces.copy()
        for position, name in layout.values:
            out[position] = values[name]
        for position, splice in layout.splices:
            out[position] = encode(splice, values)
        return b"".join(out)

    def _laid_out(self, sections: str, token: int, name: int, name_html: int) -> Layout:
        """Lay out the messages of readers with the same sections whose token and name have these lengths."""
        lengths = {"token": token, "name": name, "name_html": name_html}
        contents = self._mixed(sections)
        layout = Layout([], [], [])
        parts: list[bytes | str | Splice] = [*self._head, self._open_text, *lay_out(contents.text, lengths)]
        parts += [self._open_html, *lay_out(contents.html, lengths), self._end]
        for part in parts:
            position = len(layout.pieces)
            if isinstance(part, str):
                layout.values.append((position, part))
                layout.pieces.append(READERS)
            elif isinstance(part, Splice):
                layout.splices.append((position, part))
                layout.pieces.append(READERS)
            elif part and position and READERS is not layout.pieces[-1] and len(part + layout.pieces[-1]) < SMALL:
                layout.pieces[-1] += part
            elif part:
                layout.pieces.append(part)
        return layout

    def _mixed(self, keys: str) -> Contents:
        """Return the contents with a reader's sections in their place."""
        chosen = [self._sections[key] for key in keys.split(",") if key]
        return Contents(
            text=tuple(_joined(self._contents.text, (section.text for section in chosen))),
            html=tuple(_joined(self._contents.html, (section.html for section in chosen))),
        )


def _part_head(subtype: bytes) -> bytes:
    return b"Content-Type: text/" + subtype + b"; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"


def _joined(parts: Iterable[Part], sections: Iterable[Iterable[Part]]) -> Iterable[Part]:
    for part in parts:
        if part == slots.SECTIONS:
            for section in sections:
                yield from section
        else:
            yield part


def _parts(text: str) -> Iterable[Part]:
    # RFC 2046 section 4.1.1: the line breaks of a text are CR LF, also inside base64.
    for is_slot, piece in slots.split(text.replace("\r\n", "\n").replace("\n", "\r\n")):
        yield piece if is_slot else Piece(piece.encode())


def load(edition_id: int) -> PreparedEdition:
    """Read an edition and prepare it; about a millisecond, once per process and pump."""
    found: Any = Edition.objects.select_related("campaign__site").get(pk=edition_id)
    return PreparedEdition(found)
