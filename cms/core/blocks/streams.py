"""A stream that keeps what it does not know."""

import json
from typing import Any

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

MISSING = "missing"


class MissingBlock(blocks.FieldBlock):
    """Holds the stored data of a block whose type is not there now; shown to editors, rendered as nothing.

    Its value is the whole stored item: type, value and id.
    """

    def __init__(self, **kwargs: Any) -> None:
        self.field = forms.JSONField(required=False, widget=forms.HiddenInput, encoder=DjangoJSONEncoder)
        super().__init__(**kwargs)

    def value_for_form(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)

    def value_from_form(self, value: Any) -> Any:
        return json.loads(value) if isinstance(value, str) and value else value

    def clean(self, value: Any) -> Any:
        return value

    def render(self, value: Any, context: Any = None) -> str:
        return ""

    def get_searchable_content(self, value: Any) -> list[str]:
        return []

    def extract_references(self, value: Any) -> list[Any]:
        return []

    class Meta:
        label = _("A block whose plugin is not there now (kept as it is)")
        icon = "warning"
        default = None


class KeepingStreamBlock(blocks.StreamBlock):
    """A stream in which an item of unknown type survives loading, editing and saving unchanged."""

    def __init__(self, local_blocks: Any = None, search_index: bool = True, **kwargs: Any) -> None:
        super().__init__(local_blocks, search_index=search_index, **kwargs)
        keeper = MissingBlock()
        keeper.set_name(MISSING)
        self.child_blocks[MISSING] = keeper

    def _wrap(self, item: Any) -> Any:
        if isinstance(item, dict) and item.get("type") not in self.child_blocks:
            return {"type": MISSING, "value": item, "id": item.get("id")}
        return item

    def _unwrap(self, item: Any) -> Any:
        if isinstance(item, dict) and item.get("type") == MISSING and isinstance(item.get("value"), dict):
            return item["value"]
        return item

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
        return super().bulk_to_python([[self._wrap(item) for item in stream] for stream in values])

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return [self._unwrap(item) for item in prepared] if prepared else prepared

    def grouped_child_blocks(self) -> Any:
        """What editors may add: everything but the keeper."""
        for group, members in super().grouped_child_blocks():
            offered = [block for block in members if block.name != MISSING]
            if offered:
                yield group, offered

    class Meta:
        required = False
