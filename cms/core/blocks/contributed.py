"""Blocks that apps and plugins add to the streams, found when a stream is first used."""

from collections.abc import Iterator

from wagtail import blocks

from cms.plugin_api import Block, Registry
from cms.plugin_host import guard


class ContributedBlocks(blocks.Block):
    """Stands in a list of block types for all contributed blocks of a zone.

    Models are imported before the apps are loaded, when nobody can say yet what is contributed; the stream replaces
    this mark by the blocks themselves at its first use.
    """

    def __init__(self, zone: str) -> None:
        super().__init__()
        self.zone = zone

    def resolve(self) -> Iterator[tuple[str, blocks.Block]]:
        """Yield name and block of everything loaded that is contributed to this zone, each block made anew.

        Whether a block is on is asked each time a stream is read: at one site it may be, at another not.
        """
        for contribution in Registry.loaded(Block):
            if self.zone in contribution.zones:
                block = guard.call(contribution, _made, contribution, fallback=None, site=None)
                if block is None:
                    continue
                if contribution.group:
                    block.meta.group = contribution.group
                block.contribution = contribution
                yield f"{contribution.plugin}__{contribution.name}", block


def _made(contribution: Block) -> blocks.Block:
    return guard.must_be(contribution.factory(), blocks.Block)


def contributed_blocks(zone: str) -> tuple[str, blocks.Block]:
    """Return the list item that stands for the contributed blocks of a zone ("body", "activity", "home")."""
    return f"contributed_{zone}", ContributedBlocks(zone)


def resolved(block_types: list[tuple[str, blocks.Block]]) -> list[tuple[str, blocks.Block]]:
    """Return the block types with every mark replaced by what it stands for. Needs loaded apps."""
    found: dict[str, blocks.Block] = {}
    for name, block in block_types:
        for each, made in block.resolve() if isinstance(block, ContributedBlocks) else ((name, block),):
            found.setdefault(each, made)
    return list(found.items())
