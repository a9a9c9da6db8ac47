"""An edition ready for the wire: 7 bit throughout, a reader's own spliced in between bytes made once."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

from cms.mail.addresses import on_the_wire
from cms.mail.mime import address_header
from cms.mail.models import Edition

from . import slots
from .headers import folded, head
from .splicing import Part, Piece, encode

MOST_MIXES = 500


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
        return cls(tuple(_parts(text)), tuple(_parts(html)))


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
        self._mix = lru_cache(MOST_MIXES)(self._mixed)

    def message(self, parcel: Parcel) -> bytes:
        """Return a reader's message, lines ended by CR LF, none of them beginning with a dot.

        Raises ValueError or KeyError when it cannot be put together.
        """
        address = on_the_wire(parcel.address)
        to = folded(address_header(parcel.recipient, address)) if parcel.recipient else address
        token, name = parcel.token.encode("ascii"), parcel.recipient
        contents = self._mix(parcel.sections)
        out = self._head.of({"to": to.encode("ascii"), "number": b"%d" % parcel.pk, "token": token})
        out.append(self._open_text)
        encode(contents.text, {"token": token, "name": name.encode()}, out)
        out.append(self._open_html)
        encode(contents.html, {"token": token, "name": escape(name).encode()}, out)
        out.append(self._end)
        return b"".join(out)

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
