"""What Wagtail's forms start with a script amid the page, started by a script file, so that the admin allows no others.

In place of `<script>new PageChooser("id", {…});</script>` stands a block of data: the name and the values. The file
`js/admin/starts.js` calls what has that name, when the block comes into the page: at first, in a new row, in a dialog.
"""

import json
import re
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.widgets import BaseChooser

CALL = re.compile(r"^(?:new )?(\w+)\((.*)\);?$", re.S)
#: What must not stand in a script as it is (https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements).
ESCAPED = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def starts(name: str, *values: Any) -> SafeString:
    """Return the block of data that has `name` called with these values."""
    data = mark_safe(json.dumps(values).translate(ESCAPED))
    return format_html(
        '<script type="application/json" data-controller="kakehashi-starts" data-starts="{}">{}</script>', name, data
    )


def of_call(script: str) -> SafeString:
    """Return the same of a script that is one call with JSON in its brackets. Raises ValueError for any other."""
    found = CALL.match(script.strip())
    if found is None:
        raise ValueError(f"not one call: {script[:200]}")
    return starts(found[1], *json.loads(f"[{found[2]}]"))


def _render(self: BaseChooser, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
    """As BaseChooser.render, with data in place of its script."""
    data = self.get_value_data(value)
    html = self.render_html(name, data, attrs)
    return html + of_call(self.render_js_init(attrs["id"], name, data))  # type: ignore[no-any-return]


def use_in_choosers() -> None:
    """Let every chooser be started so, those of Wagtail and of plugins."""
    BaseChooser.render = _render
