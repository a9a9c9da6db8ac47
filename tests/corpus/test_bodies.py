"""What no browser sends: broken parts, other kinds of content, the same field again and again."""

import pytest

from .doors import DOORS, Door
from .sending import URLENCODED, Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_db"), pytest.mark.every_case]

PARTS = "multipart/form-data; boundary=b"
BODIES = {
    "nothing": (b"", URLENCODED),
    "no kind": (b"name=a", ""),
    "nonsense as kind": (b"name=a", ";;;=\x7f"),
    "unknown letters": (b"name=%93%fa", f"{URLENCODED}; charset=no-such-thing"),
    "letters of a Japanese telephone": (b"name=%93%fa%96%7b", f"{URLENCODED}; charset=shift_jis"),
    "JSON": (b'{"name": ["a"]}', "application/json"),
    "broken JSON": (b'{"name": ', "application/json"),
    "XML": (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', "text/xml"),
    "bytes": (bytes(range(256)) * 8, "application/octet-stream"),
    "bytes as a form": (bytes(range(256)) * 8, URLENCODED),
    "halves of escapes": (b"name=%&kana=%e3%81&email=%zz&&&===&=a", URLENCODED),
    "the same field three times": (b"name=a&name=b&name=&ticket=a&ticket=b", URLENCODED),
    "lists and trees": (b"name[]=a&name[0]=b&name[x][y]=c&name.x=d&members=1&members=-1&topics=x", URLENCODED),
    "ten thousand and one fields": (b"&".join(b"a%d=" % n for n in range(10_001)), URLENCODED),
    "six megabytes": (b"name=" + b"a" * 6 * 1024 * 1024, URLENCODED),
    "parts without a boundary": (b"--b\r\n\r\na\r\n--b--\r\n", "multipart/form-data"),
    "parts that never end": (b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\na', PARTS),
    "a part without a name": (b"--b\r\nContent-Disposition: form-data\r\n\r\na\r\n--b--\r\n", PARTS),
    "a part that is a file": (
        b'--b\r\nContent-Disposition: form-data; name="name"; filename="../../a.php"\r\nContent-Type: text/html\r\n\r\n'
        b"<script>alert(1)</script>\r\n--b--\r\n", PARTS,
    ),
    "a part in base64 that is none": (
        b'--b\r\nContent-Disposition: form-data; name="name"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        b"%%%\r\n--b--\r\n", PARTS,
    ),
    "a part with a NUL in its name": (
        b'--b\r\nContent-Disposition: form-data; name="na\x00me"\r\n\r\na\r\n--b--\r\n', PARTS,
    ),
    "a boundary of a kilobyte": (b"--b--", f"multipart/form-data; boundary={'b' * 1000}"),
}  # fmt: skip
#: Ten thousand fields and six megabytes are refused by Django before any view: one door shows it.
COSTLY = {"ten thousand and one fields", "six megabytes"}


@pytest.mark.parametrize("door", DOORS, ids=str)
def test_what_no_browser_sends(door: Door) -> None:
    visitor, number = Visitor(door), DOORS.index(door)
    names = list(BODIES) if number == 0 else [name for name in list(BODIES)[number % 2 :: 2] if name not in COSTLY]
    faults = [f"{name}: {fault}" for name in names for fault in visitor.post(*BODIES[name], "ja", {})]
    assert not faults, "\n".join(faults)
