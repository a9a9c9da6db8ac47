"""Names in Japanese and English, and which of them a visitor reads."""

from __future__ import annotations

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
