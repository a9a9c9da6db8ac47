"""From a letter to the subject, plain text and HTML of a mail, in one language, signed by the centre."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cms.core import from_the_left
from cms.core.from_the_left import LEFT_TO_RIGHT
from cms.core.locales import Language, language_of
from cms.core.models.site_settings import settings_of
from cms.core.untranslated import filled_in, together

from .base_url import absolute, base_url
from .letter_colours import DARK, tones_of
from .letters import Block, Button, Letter

JAPANESE_FONTS = "'Hiragino Sans','Noto Sans JP','Yu Gothic',Meiryo,sans-serif"
#: By language, where a Japanese font lacks letters or has them in another shape: lines would be mixed of two.
FONTS = {
    "zh-hans": "'PingFang SC','Noto Sans SC','Microsoft YaHei',sans-serif",
    "ur": "'Noto Naskh Arabic','Geeza Pro','Segoe UI',Tahoma,sans-serif",
    "vi": "'Segoe UI','Helvetica Neue','Noto Sans',Arial,sans-serif",
}


@dataclass(frozen=True)
class Rendered:
    """What `cms.mail.services.queue` takes."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Signature:
    """Who writes, in the letter's language: what a centre set under Settings. `contacts` are label and value."""

    name: str
    lines: tuple[str, ...]
    contacts: tuple[tuple[str, str, str], ...]
    url: str
    accent: str
    answers: bool

    def plain(self) -> str:
        contacts = (f"{label} {_from_the_left(value)}" for label, value, _href in self.contacts)
        return "\n".join(["-- ", self.name, *self.lines, *contacts, self.url])


def _from_the_left(value: str) -> str:
    """Return a number or an address so that it also reads from the left in a line of Urdu, where 053-1 became 1-053."""
    return f"{LEFT_TO_RIGHT}{value}{LEFT_TO_RIGHT}" if translation.get_language_bidi() else value


def render(compose: Callable[[], Letter], *, site: Any, locale: str) -> Rendered:
    """Render the letter that `compose` returns in the language `locale` names.

    `compose` is called with that language active, so that plain gettext and the project's dates speak it. Paths become
    complete addresses of the site. A language that the site does not know is written in Japanese.
    """
    language = language_of(locale)
    with translation.override(language.code):
        letter = compose()
        signature = sign(site=site)
        blocks = [_with_absolute_url(block, site) for block in letter.blocks]
        greeting = _greeting(letter.greeting)
        return Rendered(
            subject=_subject(letter.subject),
            text=_plain(greeting, blocks, signature),
            html=_html(letter, greeting, blocks, signature, language),
        )


def sign(*, site: Any) -> Signature:
    """Return the centre's signature in the active language."""
    appearance, centre = settings_of(site)
    address = centre.display_address
    if address and centre.postal_code:
        address = together((f"〒{centre.postal_code}", address))
    hours = centre.display_hours
    if hours and centre.display_closed:
        hours = filled_in(_("%(hours)s (closed: %(closed)s)"), hours=hours, closed=centre.display_closed)
    contacts = (
        (_("Telephone"), centre.telephone, f"tel:{centre.telephone}"),
        (_("FAX"), centre.fax, ""),
        (_("Mail"), centre.email, f"mailto:{centre.email}"),
        (pgettext("centre", "Open"), hours, ""),
    )
    return Signature(
        name=appearance.display_name,
        lines=(address,) if address else (),
        contacts=tuple(contact for contact in contacts if contact[1]),
        url=f"{base_url(site)}/",
        accent=appearance.accent,
        answers=bool(centre.email),
    )


def _greeting(name: str) -> str:
    return _("Dear %(name)s,") % {"name": name} if name else ""


def _subject(said: Any) -> str:
    line = " ".join(str(said).split())
    return from_the_left.in_text(line) if translation.get_language_bidi() else line


def _closing(signature: Signature) -> str:
    if signature.answers:
        return _("This mail was sent automatically. If you reply to it, the centre reads your answer.")
    return _("This mail was sent automatically. Replies to it are not read.")


def _with_absolute_url(block: Block, site: Any) -> Block:
    return replace(block, url=absolute(block.url, site=site)) if isinstance(block, Button) else block


def _plain(greeting: str, blocks: list[Block], signature: Signature) -> str:
    said = [greeting, *(block.plain() for block in blocks), _closing(signature)]
    if translation.get_language_bidi():
        said = [from_the_left.in_text(part) for part in said]
    return "\n\n".join(part for part in (*said, signature.plain()) if part) + "\n"


def _html(letter: Letter, greeting: str, blocks: list[Block], signature: Signature, language: Language) -> str:
    return framed(
        "mail/letter/letter.html", blocks, subject=letter.subject, preview=letter.preview, signature=signature,
        language=language, greeting=greeting, closing=_closing(signature),
    )  # fmt: skip


def framed(template: str, blocks: Sequence[Block], *, signature: Signature, language: Language, **said: Any) -> str:
    """Return the HTML of a mail. template: one that extends `mail/letter/frame.html`.

    said: `subject`, `preview`, `words_lang` where the words are in another language than what stands around them, and
    what the template itself asks for.
    """
    shown = [(f"mail/letter/blocks/{block.template}.html", block) for block in blocks]
    tones = tones_of(signature.accent)
    context = {
        "blocks": shown, "signature": signature, "language": language, "tones": tones, "dark": DARK,
        "fonts": FONTS.get(language.code, JAPANESE_FONTS),
    }  # fmt: skip
    html = render_to_string(template, context | said)
    return from_the_left.in_html(html) if language.dir == "rtl" else html
