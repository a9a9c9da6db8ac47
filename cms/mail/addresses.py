"""Mail addresses as people in Japan have them.

Until 2009 carriers handed out addresses such as `taro.@docomo.ne.jp` and `a..b@docomo.ne.jp`, which RFC 5321 section
4.1.2 allows only with the local part in quotation marks. Many are in use. They are accepted as people write them and
quoted where they go over the wire.
"""

import hmac
import re
import unicodedata
from functools import lru_cache

import idna
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

LONGEST = 254  # RFC 5321 section 4.5.3.1.3, less the angle brackets
LONGEST_LOCAL_PART = 64
ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+")
DOT_ATOM = re.compile(rf"{ATOM}(\.{ATOM})*")
DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,59})")


def tidy(value: str) -> str:
    """Return the address as it was meant: full-width letters narrowed, white space and `mailto:` gone, unquoted."""
    address = re.sub(r"[\s\u200b\u2060\ufeff]+", "", unicodedata.normalize("NFKC", value))
    address = re.sub(r"^mailto:", "", address, flags=re.IGNORECASE)
    local, at, domain = address.rpartition("@")
    if len(local) > 2 and local[0] == local[-1] == '"' and LOCAL_PART.fullmatch(local[1:-1]):
        local = local[1:-1]
    return f"{local}{at}{domain}"


@lru_cache(maxsize=4096)
def ascii_domain(domain: str) -> str:
    """Return a domain as DNS knows it, in lower case. Raises ValueError when it cannot be one."""
    try:
        name = domain.lower() if domain.isascii() else idna.encode(domain, uts46=True).decode()
    except idna.IDNAError as error:
        raise ValueError("not a domain") from error
    if len(name) > 253 or not DOMAIN.fullmatch(name):
        raise ValueError("not a domain")
    return name


def is_address(value: str) -> bool:
    """Say whether mail can be sent to this: an ASCII local part with dots anywhere, and a domain with a dot."""
    local, _at, domain = value.rpartition("@")
    if not LOCAL_PART.fullmatch(local) or len(local) > LONGEST_LOCAL_PART or len(value) > LONGEST:
        return False
    try:
        ascii_domain(domain)
    except ValueError:
        return False
    return True


def validate(value: str) -> None:
    """Refuse what is no mail address, carriers' addresses accepted. Raises ValidationError, code `invalid`."""
    if not is_address(value):
        raise ValidationError(
            _("Please check the mail address: it looks like hanako@example.jp, with one @ and a dot after it."),
            code="invalid",
        )


def on_the_wire(address: str) -> str:
    """Return the address for SMTP and headers: its domain in ASCII, its local part quoted where RFC 5321 asks."""
    local, _at, domain = address.rpartition("@")
    quoted = local if DOT_ATOM.fullmatch(local) else f'"{local}"'
    return f"{quoted}@{ascii_domain(domain)}"


def digest(address: str) -> str:
    """Return a keyed hash that two spellings of one address share; nobody gets from it to the address."""
    local, _at, domain = address.rpartition("@")
    keyed = _keyed(settings.SECRET_KEY).copy()
    keyed.update(f"{local}@{ascii_domain(domain)}".lower().encode())
    return keyed.hexdigest()


@lru_cache(maxsize=4)
def _keyed(secret: str) -> hmac.HMAC:
    """Return what `salted_hmac` begins with: a million addresses need its key derived once."""
    return salted_hmac("cms.mail.address", "", secret=secret, algorithm="sha256")


class AddressField(forms.EmailField):
    """A form field for a mail address: mends full-width letters and spaces, accepts carriers' addresses."""

    default_validators = [validate]

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"max_length": LONGEST, **kwargs})  # type: ignore[arg-type]

    def to_python(self, value: object) -> str:
        text = super().to_python(value)
        return tidy(text) if text else ""
