"""The StreamField of the project."""

from functools import cached_property
from typing import Any

from wagtail.blocks import StreamBlock, StreamValue
from wagtail.fields import StreamField as WagtailStreamField

from .blocks.streams import KeepingStreamBlock


class StreamField(WagtailStreamField):
    """A StreamField that keeps blocks it does not know and writes no block definitions into migrations.

    A block's plugin may be switched off or its folder deleted: what editors wrote with it stays in the database to
    the byte, renders as nothing, and is back when the plugin is. Blocks change often and need no schema change, so
    migrations hold an empty list in their place.

    block_types: (name, block) pairs, among them the marks of `contributed_blocks`, which are replaced by what plugins
    add when the stream is first used.
    """

    def __init__(self, block_types: Any = (), use_json_field: bool = True, **kwargs: Any) -> None:
        super().__init__(block_types, use_json_field, **kwargs)

    @cached_property
    def stream_block(self) -> StreamBlock:
        if not isinstance(self.block_types_arg, list | tuple):
            return super().stream_block
        block = KeepingStreamBlock(self.block_types_arg)
        block.top_heading = 2  # h1 is the page's title
        block.set_meta_options(self.block_opts)
        return block

    def value_from_object(self, obj: Any) -> Any:
        """Return the value, which remembers what it is of: a worker that indexes has no request to tell the site."""
        value = super().value_from_object(obj)
        if isinstance(value, StreamValue):
            value.whose = obj
        return value

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = super(WagtailStreamField, self).deconstruct()
        return name, path, [], kwargs
