"""The blocks of every body."""

from wagtail.blocks import Block

from .contributed import contributed_blocks
from .drawings import TimelineBlock
from .figures import ChartBlock, StatBlock, TableBlock
from .links import CallToActionBlock, ContactBlock, RelatedBlock
from .media import DocumentsBlock, ImageBlock
from .people import InterviewBlock, QuoteBlock
from .text import FaqBlock, HeadingBlock, LeadBlock, StepsBlock, TextBlock


def plain_blocks() -> list[tuple[str, Block]]:
    """Return new instances of the blocks of core that fit every page, without what plugins add."""
    return [
        ("lead", LeadBlock()),
        ("heading", HeadingBlock()),
        ("text", TextBlock()),
        ("steps", StepsBlock()),
        ("faq", FaqBlock()),
        ("image", ImageBlock()),
        ("documents", DocumentsBlock()),
        ("stat", StatBlock()),
        ("table", TableBlock()),
        ("chart", ChartBlock()),
        ("timeline", TimelineBlock()),
        ("quote", QuoteBlock()),
        ("interview", InterviewBlock()),
        ("contact", ContactBlock()),
        ("call_to_action", CallToActionBlock()),
        ("related", RelatedBlock()),
    ]


def body_blocks() -> list[tuple[str, Block]]:
    """Return the blocks for a page's body, contributed ones of the zone "body" included."""
    return [*plain_blocks(), contributed_blocks("body")]
