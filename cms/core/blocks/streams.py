"""A stream that keeps what it does not know."""

import json
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import format_html_join
from django.utils.translation import gettext
from wagtail import blocks
from wagtail.blocks import StreamBlockValidationError, StreamValue, StructBlockValidationError
from wagtail.models import Page

from cms.core.typed_as_typed import take_whole_pastes_in
from cms.plugin_host import guard, states

from .contributed import resolved
from .missing import MISSING, MissingBlock, register_adapter
from .text import HeadingBlock


def words_in(block: blocks.Block, stored: Any) -> list[str]:
    """Return the searchable words of a block's stored data without turning choosers into objects."""
    if isinstance(block, blocks.ChooserBlock) or not getattr(block, "search_index", True) or stored is None:
        return []
    if isinstance(block, blocks.StructBlock) and isinstance(stored, dict):
        children = ((block.child_blocks[name], value) for name, value in stored.items() if name in block.child_blocks)
        return [word for child, value in children for word in words_in(child, value)]
    if isinstance(block, blocks.ListBlock) and isinstance(stored, list):
        items = (item["value"] if block._item_is_in_block_format(item) else item for item in stored)
        return [word for item in items for word in words_in(block.child_block, item)]
    return block.get_searchable_content(block.to_python(stored))


def _site_of(value: StreamValue) -> Any:
    """Return the site of what holds the stream, else the current one."""
    holder = getattr(value, "whose", None)
    site = holder.get_site() if isinstance(holder, Page) else getattr(holder, "site", None)
    return site or states.current_site()


class KeepingStreamBlock(blocks.StreamBlock):
    """A stream in which an item of unknown type survives loading, editing and saving unchanged.

    Such an item is wrapped into a `MissingBlock` when it is read, wherever it comes from (database, revision,
    form), and unwrapped when it is written. A block whose plugin is off at the current site is treated alike.
    Where a block holds a stream of its own, it should be one of these.
    Headings go down one level at a time, beginning with `top_heading` (3 for a stream inside another block).

    Marks of contributed blocks are resolved here, so the stream is to be made after the apps are loaded.
    """

    top_heading = 3

    def __init__(self, local_blocks: Any = None, search_index: bool = True, **kwargs: Any) -> None:
        super().__init__(resolved(list(local_blocks or [])), search_index=search_index, **kwargs)
        keeper = MissingBlock(self)
        keeper.set_name(MISSING)
        take_whole_pastes_in(self.child_blocks.values())
        self.child_blocks[MISSING] = keeper

    def is_here(self, kind: Any) -> bool:
        """Whether a type of block is known and its plugin is on at the current site."""
        block = self.child_blocks.get(kind)
        contribution = getattr(block, "contribution", None)
        return block is not None and (contribution is None or states.is_on(contribution.plugin, states.current_site()))

    def ordered_child_blocks(self) -> list[blocks.Block]:
        """What editors may choose from."""
        return [block for block in super().ordered_child_blocks() if self.is_here(block.name)]

    def _wrap(self, item: Any) -> Any:
        if isinstance(item, dict) and not self.is_here(item.get("type")):
            return {"type": MISSING, "value": item, "id": item.get("id")}
        return item

    @staticmethod
    def _unwrap(item: dict[str, Any]) -> dict[str, Any]:
        kept = item.get("value")
        return kept if item.get("type") == MISSING and isinstance(kept, dict) else item

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value:
            try:
                value = json.loads(value)
            except ValueError:
                return self.empty_value(raw_text=value)
        if isinstance(value, list):
            value = [self._wrap(item) for item in value]
        return super().to_python(value)

    def bulk_to_python(self, values: Any) -> Any:
        return super().bulk_to_python([[self._wrap(item) for item in stream or []] for stream in values])

    def get_prep_value(self, value: Any) -> Any:
        return [self._unwrap(item) for item in super().get_prep_value(value)]

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        value = super().value_from_datadict(data, files, prefix)
        went_missing = sorted(set(self._unknown_types_in_form(data, prefix)))
        if any(not self.is_here(child.block_type) for child in value):
            # Switched off while the form was open: what was typed is kept as the block's data.
            value = StreamValue(self, [self._kept(child) for child in value])
        value.went_missing = went_missing
        return value

    def _kept(self, child: Any) -> tuple[str, Any, Any]:
        if self.is_here(child.block_type):
            return child.block_type, child.value, child.id
        item = {"type": child.block_type, "value": child.block.get_prep_value(child.value), "id": child.id}
        return MISSING, item, child.id

    def _unknown_types_in_form(self, data: Any, prefix: str) -> Iterator[str]:
        for index in range(int(data[f"{prefix}-count"])):
            kind = data[f"{prefix}-{index}-type"]
            if not data[f"{prefix}-{index}-deleted"] and not self.is_here(kind):
                yield kind

    def clean(self, value: Any) -> StreamValue:
        """Refuse a form whose block went away while it was being filled in: saving would lose what it held."""
        if lost := getattr(value, "went_missing", None):
            message = gettext(
                "This kind of block is not there any more: %(kinds)s. Open the page again; nothing is lost."
            )
            raise StreamBlockValidationError(non_block_errors=[ValidationError(message % {"kinds": ", ".join(lost)})])
        cleaned = super().clean(value)
        if not self.is_deferred_validation and (errors := self._leaps_between_headings(cleaned)):
            raise StreamBlockValidationError(block_errors=errors)
        return cleaned

    def _leaps_between_headings(self, value: StreamValue) -> dict[int, ValidationError]:
        errors: dict[int, ValidationError] = {}
        lowest_allowed = self.top_heading
        for index, child in enumerate(value):
            if isinstance(child.block, HeadingBlock):
                level = int(child.value["level"])
                if level > lowest_allowed:
                    message = gettext("A heading goes at most one level below the one before it. Choose a larger one.")
                    errors[index] = StructBlockValidationError(block_errors={"level": ValidationError(message)})
                lowest_allowed = level + 1
        return errors

    def get_searchable_content(self, value: StreamValue) -> list[str]:
        """Return the words of the stream. What was not looked at yet is read as stored: no query for its choosers.

        Of plugins' blocks, those count that are on at the site of what holds the stream, whoever reads it where.
        """
        if not self.search_index:
            return []
        words: list[str] = []
        off: frozenset[str] | None = None
        for index in range(len(value)):
            bound = value._bound_blocks[index]
            kind = bound.block_type if bound is not None else value._raw_data[index]["type"]
            stored = None if bound is not None else value._raw_data[index]["value"]
            if kind == MISSING:
                kept: Any = stored if bound is None else bound.value
                kind, stored, bound = kept.get("type"), kept.get("value"), None
            block = self.child_blocks.get(kind)
            if contribution := getattr(block, "contribution", None):
                off = states.off(_site_of(value)) if off is None else off
                if contribution.plugin in off:
                    continue
            if block is not None:
                words.extend(
                    words_in(block, stored) if bound is None else bound.block.get_searchable_content(bound.value)
                )
        return words

    def render_basic(self, value: Any, context: Any = None) -> str:
        """Render the blocks one after another; each brings its own element, so none is wrapped in another."""
        return format_html_join("\n", "{}", ((self._rendered(value, index, context),) for index in range(len(value))))

    def _rendered(self, value: StreamValue, index: int, context: Any) -> str:
        """Render one block; a plugin's inside the guard, and while it is paused as nothing."""
        bound = value._bound_blocks[index]
        kind = bound.block_type if bound is not None else value._raw_data[index]["type"]
        contribution = getattr(self.child_blocks[kind], "contribution", None)
        if contribution is None:
            return value[index].render(context=context)  # type: ignore[no-any-return]
        site = states.current_site()
        if not states.runs(contribution, site):
            return ""
        return guard.call(contribution, lambda: value[index].render(context=context), fallback="", site=site)

    def extract_references(self, value: StreamValue) -> Iterator[tuple[Any, Any, str, str]]:
        """As Wagtail's, with what blocks of plugins that are off refer to: it is not to be deleted unseen."""
        for child in value:
            block, stored, kind = child.block, child.value, child.block_type
            if kind == MISSING and (known := self.child_blocks.get(stored.get("type"))):
                block, kind, stored = known, known.name, known.to_python(stored.get("value"))
            for model, object_id, model_path, content_path in block.extract_references(stored):
                yield (
                    model,
                    object_id,
                    f"{kind}.{model_path}" if model_path else kind,
                    f"{child.id}.{content_path}" if content_path else child.id,
                )

    class Meta:
        required = False


register_adapter(KeepingStreamBlock)
