"""Read a file of readers: what it says in each line, and what is wrong with which line. Writes nothing."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cms.core.locales import LOCALES
from cms.mail import addresses
from cms.mail.models import Suppression
from plugins.newsletters.exceptions import Unreadable
from plugins.newsletters.models import Area, Subscriber

MOST_BYTES = 1024 * 1024
MOST_LINES = 1000
# Excel in Japan writes CP932 unless it is asked for UTF-8.
ENCODINGS = ("utf-8-sig", "cp932")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# Headings as they are found in lists, in any width and case.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "address": ("メールアドレス", "メール", "eメール", "mail", "email", "e-mail", "mail address", "address"),
    "name": ("氏名", "名前", "お名前", "name"),
    "locale": ("言語", "language"),
    "area": ("地域", "area"),
    "consent": ("同意", "同意の記録", "同意した日と方法", "consent"),
}
#: The headings that staff are told of, in Japanese as the lists are.
SHOWN = tuple(names[0] for names in HEADINGS.values())
LONGEST = {"name": 100, "consent": 300}


@dataclass
class Line:
    """A line of the file. `number`: as spreadsheets count, headings being line 1. `errors`: sentences for staff.

    becomes: "new" (agreed, as the list says), "asked" (gets the mail with the button), "more" (is a reader already and
    gets the topics besides), "left" (wants no letters and is left out).
    """

    number: int
    address: str
    name: str = ""
    locale: str = "ja"
    area: int | None = None
    consent: str = ""
    becomes: str = ""
    errors: list[str] = field(default_factory=list)


def read(content: bytes, *, site: Any) -> list[Line]:
    """Return the lines of a CSV file (UTF-8 or CP932, commas or tabs). Raises Unreadable for what is no list at all."""
    rows = _rows(content)
    columns = _columns(next(rows, []))
    found = [
        Line(number=number, **_cells(row, columns))
        for number, row in enumerate(rows, start=2)
        if any(map(str.strip, row))
    ]
    if not found:
        raise Unreadable(_("The file has headings and no line below them."))
    if len(found) > MOST_LINES:
        text = _("The file has %(n)d lines. Please bring at most %(most)d at once, in several files.")
        raise Unreadable(text % {"n": len(found), "most": MOST_LINES})
    _check(found, site)
    return found


def _rows(content: bytes) -> Iterator[list[str]]:
    if len(content) > MOST_BYTES:
        raise Unreadable(_("The file is larger than 1 MB. Please bring it in several files."))
    text = _decoded(content)
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in first else ",", strict=True)
    try:
        return iter(list(reader))
    except csv.Error:
        raise Unreadable(_("Line %(n)d has quotation marks that do not close.") % {"n": reader.line_num}) from None


def _decoded(content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Unreadable(_("This is no CSV file. In Excel, choose “CSV UTF-8” when you save the list."))


def _columns(headings: list[str]) -> dict[str, int]:
    known = {name: column for column, names in HEADINGS.items() for name in names}
    found: dict[str, int] = {}
    for position, heading in enumerate(headings):
        column = known.get(unicodedata.normalize("NFKC", heading).strip().lower())
        if column:
            found.setdefault(column, position)
    if "address" not in found:
        text = _("The first line needs headings, one of them “%(heading)s” (or “email”).")
        raise Unreadable(text % {"heading": HEADINGS["address"][0]})
    return found


def _cells(row: list[str], columns: Mapping[str, int]) -> dict[str, Any]:
    given = {name: row[position] if position < len(row) else "" for name, position in columns.items()}
    cells: dict[str, Any] = {
        name: " ".join(CONTROL.sub(" ", unicodedata.normalize("NFC", value)).split()) for name, value in given.items()
    }
    cells["address"] = addresses.tidy(cells["address"])
    return cells


def _check(lines: list[Line], site: Any) -> None:
    languages = {
        name.lower(): code for code, each in LOCALES.items() for name in (code, each.name, each.bcp47, *each.aliases)
    }
    areas = {name: area.pk for area in Area.objects.filter(site=site) for name in (area.name, area.name_en) if name}
    seen: dict[str, int] = {}
    for line in lines:
        _check_address(line, seen)
        for name, longest in LONGEST.items():
            if len(getattr(line, name)) > longest:
                line.errors.append(_("A cell is too long: at most %(n)d characters.") % {"n": longest})
        line.locale = _found(line, line.locale or "ja", languages, _("Language")) or "ja"
        line.area = _found(line, str(line.area or ""), areas, pgettext("reader", "area")) if line.area else None
    _say_what_becomes(lines, seen, site)


def _check_address(line: Line, seen: dict[str, int]) -> None:
    if not addresses.is_address(line.address):
        line.errors.append(_("This is no mail address: %(typed)s") % {"typed": line.address or "–"})
        return
    digest = addresses.digest(line.address)
    if digest in seen:
        line.errors.append(_("The same address stands in line %(n)d.") % {"n": seen[digest]})
    seen.setdefault(digest, line.number)


def _found(line: Line, typed: str, known: Mapping[str, Any], what: Any) -> Any:
    value = known.get(typed.lower(), known.get(typed))
    if value is None:
        text = _("%(what)s: there is no “%(typed)s”. Known are: %(known)s.")
        names = pgettext("between names", ", ").join(dict.fromkeys(known))
        line.errors.append(text % {"what": what, "typed": typed, "known": names or "–"})
    return value


def _say_what_becomes(lines: list[Line], seen: Mapping[str, int], site: Any) -> None:
    """Two queries for all lines."""
    hashes = list(seen)
    unwilling = set(
        Suppression.objects.filter(site=site, address_hash__in=hashes).values_list("address_hash", flat=True)
    )
    readers = set(
        Subscriber.objects.filter(site=site, address_hash__in=hashes, confirmed_at__isnull=False).values_list(
            "address_hash", flat=True
        )
    )
    by_number = {number: digest for digest, number in seen.items()}
    for line in lines:
        digest = by_number.get(line.number, "")
        if digest in unwilling:
            line.becomes = "left"
        elif not line.consent:
            line.becomes = "asked"
        else:
            line.becomes = "more" if digest in readers else "new"
