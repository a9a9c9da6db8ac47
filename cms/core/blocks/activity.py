"""The blocks of an activity's body: those of every body and the tools of collaboration."""

from wagtail.blocks import Block

from .analysis import EvaluationBlock, SwotBlock
from .body import body_blocks
from .contributed import contributed_blocks
from .drawings import FlowchartBlock, SpiralBlock
from .people import OutcomeBlock
from .text import LessonsBlock


def activity_blocks() -> list[tuple[str, Block]]:
    """Return the blocks for an activity's body, contributed ones of the zones "body" and "activity" included."""
    return [
        *body_blocks(),
        ("evaluation", EvaluationBlock()),
        ("swot", SwotBlock()),
        ("flowchart", FlowchartBlock()),
        ("spiral", SpiralBlock()),
        ("outcome", OutcomeBlock()),
        ("lessons", LessonsBlock()),
        contributed_blocks("activity"),
    ]
