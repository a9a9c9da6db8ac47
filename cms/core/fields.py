"""The StreamField of the project."""

from collections.abc import Sequence
from typing import Any

from wagtail.fields import StreamField as WagtailStreamField

from .blocks.streams import KeepingStreamBlock


class StreamField(WagtailStreamField):
    """A StreamField that keeps blocks it does not know and writes no block definitions into migrations.

    A block's plugin may be switched off or its folder deleted: what editors wrote with it stays in the database to
    the byte, renders as nothing, and is back when the plugin is. Blocks change often and need no schema change, so
    migrations hold an empty list in their place.
    """

    def __init__(self, block_types: Any = (), use_json_field: bool = True, **kwargs: Any) -> None:
        if isinstance(block_types, Sequence):
            names = {name for name, _ in block_types}
            block_types = KeepingStreamBlock([(n, b) for n, b in block_types] if names else [])
        super().__init__(block_types, use_json_field, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = super(WagtailStreamField, self).deconstruct()
        return name, path, [], kwargs
