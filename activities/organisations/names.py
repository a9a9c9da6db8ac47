"""Names in Japanese and English, and which of them a visitor reads."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language


class BothNames:
    """Something with a `name` and a `name_en` that may be empty."""

    name: str
    name_en: str

    @staticmethod
    def in_visitors_language(name: str, name_en: str) -> str:
        """The English name wherever it is not Japanese that is read, if there is one."""
        return name if (get_language() or "ja").startswith("ja") else name_en or name

    @property
    def display_name(self) -> str:
        """The name for the language of the request."""
        return self.in_visitors_language(self.name, self.name_en)

    @property
    def name_lang(self) -> str:
        """The language that `display_name` is written in."""
        return "en" if self.name_en and self.display_name == self.name_en else "ja"


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
