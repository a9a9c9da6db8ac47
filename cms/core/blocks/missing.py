"""What a stream holds in place of a block whose type is not there."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.stream_block import StreamBlockAdapter

MISSING = "missing"


class KeptDataWidget(forms.Textarea):
    """Tells editors what they see and carries the stored data through the form, not to be edited."""

    template_name = "core/blocks/admin/missing.html"


class MissingBlock(blocks.FieldBlock):
    """Holds the stored data of a block whose type is not there now; shown to editors, rendered as nothing.

    Its value is the whole stored item: type, value and, where it had one, id. `stream` is the stream it stands in.
    """

    def __init__(self, stream: Any = None, **kwargs: Any) -> None:
        self.stream = stream
        self.field = forms.CharField(required=False, strip=False, widget=KeptDataWidget)
        super().__init__(**kwargs)

    def value_for_form(self, value: Any) -> str:
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder)

    def value_from_form(self, value: Any) -> Any:
        """Return the item, or the text as it came when it is not one; `clean` refuses that."""
        try:
            item = json.loads(value)
        except (TypeError, ValueError):
            return value
        return item if isinstance(item, dict) and isinstance(item.get("type"), str) else value

    def clean(self, value: Any) -> Any:
        """Accept only what this class wrote itself: an item, and a sound one if its type has come back meanwhile."""
        if not isinstance(value, dict) or "value" not in value:
            raise ValidationError(_("The kept data was changed. Open the page again; nothing is lost."))
        returned = self.stream.child_blocks.get(value["type"]) if self.stream else None
        if returned is not None and returned is not self and self.stream.is_here(value["type"]):
            returned.clean(returned.to_python(value["value"]))
        return value

    def render(self, value: Any, context: Any = None) -> str:
        return ""

    def render_basic(self, value: Any, context: Any = None) -> str:
        """What the comparison of two revisions shows."""
        return str(value.get("type", "")) if isinstance(value, dict) else ""

    def get_searchable_content(self, value: Any) -> list[str]:
        return []

    def get_api_representation(self, value: Any, context: Any = None) -> None:
        return None

    class Meta:
        label = _("A block whose plugin is not there now (kept as it is)")
        icon = "warning"
        default = None


class KeepingStreamBlockAdapter(StreamBlockAdapter):
    """Knows the keeper on the client, and keeps it out of the picker."""

    js_constructor = "kakehashi.KeepingStreamBlock"

    def js_args(self, block: Any) -> list[Any]:
        """As Wagtail's, without the blocks of plugins that are off."""
        name, groups, states, meta = super().js_args(block)
        return [name, groups, {kind: state for kind, state in states.items() if block.is_here(kind)}, meta]

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["js/admin/keeping_stream.js"])


def register_adapter(stream_class: type) -> None:
    """Use the adapter for this class of streams."""
    register(KeepingStreamBlockAdapter(), stream_class)
