"""Names in Japanese and English, and which of them a visitor reads."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from cms.core.locales import SOURCE_LANGUAGE, language_of
from cms.core.models.site_settings import in_language
from cms.core.untranslated import Said


class BothNames:
    """Something with a `name` and a `name_en` that may be empty."""

    name: str
    name_en: str

    @property
    def display_name(self) -> str:
        """The name for the language of the request."""
        return in_language(self.name, self.name_en)

    @property
    def name_lang(self) -> str:
        """The language that `display_name` is written in."""
        said = self.display_name
        return said.lang if isinstance(said, Said) else language_of(get_language() or SOURCE_LANGUAGE).bcp47


@dataclass
class Named(BothNames):
    """An organisation in a list or on the page of another: what its name and its address are made from."""

    pk: int
    site_id: int | None
    name: str
    name_en: str
    slug: str
    kind: str
    status: str
    is_intermediary: bool
    is_public: bool
    #: Set by `Directories.prepare`, where a filter asks for them.
    known_area_ids: frozenset[int] | None = None
    known_keyword_ids: frozenset[int] | None = None

    @property
    def area_ids(self) -> frozenset[int]:
        return self.known_area_ids or frozenset()

    @property
    def keyword_ids(self) -> frozenset[int]:
        return self.known_keyword_ids or frozenset()
