"""The pages that every centre has, a module per kind."""

from .glossary import GlossaryPage, GlossaryTerm
from .guides import GuideIndexPage, GuidePage
from .home_page import HomePage
from .news import NewsIndexPage, NewsPage
from .publications import PublicationIndexPage, PublicationPage
from .standard import StandardPage
from .tagging import GuideKeyword, PublicationKeyword

__all__ = [
    "GlossaryPage",
    "GlossaryTerm",
    "GuideIndexPage",
    "GuideKeyword",
    "GuidePage",
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "PublicationIndexPage",
    "PublicationKeyword",
    "PublicationPage",
    "StandardPage",
]
