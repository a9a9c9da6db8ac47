"""Drawings from data: flowchart, spiral, timeline. Each has a list that says the same in words."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError

from cms.core.fiscal_year import LAST_FISCAL_YEAR, FiscalYear, FiscalYearRange

from . import flowchart_layout, spiral_layout
from .refusals import refuse

ACTIVITY_GROUP = _("Activity")
MAX_NODES = 40


class NodeBlock(blocks.StructBlock):
    key = blocks.CharBlock(
        label=_("Sign"), max_length=20, help_text=_("A short sign that arrows refer to, for example: A")
    )
    text = blocks.CharBlock(
        label=pgettext_lazy("in a drawing", "Text"), max_length=60, help_text=_("For example: 窓口で相談を受ける")
    )
    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("step", _("Step")), ("start", _("Start or end")), ("decision", _("Decision"))],
        default="step",
        search_index=False,
    )

    class Meta:
        label = _("Box")
        icon = "placeholder"
        label_format = "{key} {text}"


class ArrowBlock(blocks.StructBlock):
    source = blocks.CharBlock(
        label=pgettext_lazy("an arrow", "From"), max_length=20, help_text=_("The sign of a box, for example: A")
    )
    target = blocks.CharBlock(
        label=pgettext_lazy("an arrow", "To"), max_length=20, help_text=_("The sign of a box, for example: B")
    )
    label = blocks.CharBlock(
        label=_("Words at the arrow"), required=False, max_length=30, help_text=_("For example: はい")
    )

    class Meta:
        label = _("Arrow")
        icon = "arrow-right"
        label_format = "{source} → {target}"


class FlowchartBlock(blocks.StructBlock):
    """Boxes and arrows as data; drawn as SVG, with an ordered list of the same."""

    title = blocks.CharBlock(
        label=_("Title"), required=False, max_length=120, help_text=_("For example: 相談から実践までの流れ")
    )
    nodes = blocks.ListBlock(NodeBlock(), label=_("Boxes"), min_num=1, max_num=MAX_NODES)
    arrows = blocks.ListBlock(ArrowBlock(), label=_("Arrows"), default=[], max_num=MAX_NODES * 2)

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        errors = {}
        if twice := _nodes_with_a_taken_key(value["nodes"]):
            errors["nodes"] = twice
        if wrong := _arrows_to_nowhere(value["nodes"], value["arrows"]):
            errors["arrows"] = wrong
        if errors:
            refuse(**errors)
        return value

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["drawing"] = flowchart_layout.draw(
            [(node["key"], node["text"], node["kind"]) for node in value["nodes"]],
            [(arrow["source"], arrow["target"], arrow["label"]) for arrow in value["arrows"]],
        )
        context["steps"] = flowchart_in_words(value)
        return context

    class Meta:
        label = _("Flowchart")
        icon = "draft"
        group = ACTIVITY_GROUP
        template = "core/blocks/flowchart.html"
        label_format = "{title}"
        description = _("Boxes and arrows; the drawing and a list in words are made from the same data.")
        preview_value = {
            "title": "相談から実践まで",
            "nodes": [
                {"key": "A", "text": "相談", "kind": "start"},
                {"key": "B", "text": "協議", "kind": "step"},
                {"key": "C", "text": "実践", "kind": "start"},
            ],
            "arrows": [
                {"source": "A", "target": "B", "label": ""}, {"source": "B", "target": "C", "label": ""},
            ],
        }  # fmt: skip


def flowchart_in_words(value: Any) -> list[dict[str, Any]]:
    """Return the boxes in order, each with its text and where its arrows lead (number, text, words at the arrow)."""
    numbers = {node["key"]: index for index, node in enumerate(value["nodes"], start=1)}
    texts = {node["key"]: node["text"] for node in value["nodes"]}
    return [
        {
            "text": node["text"],
            "next": [
                {"number": numbers[arrow["target"]], "text": texts[arrow["target"]], "label": arrow["label"]}
                for arrow in value["arrows"]
                if arrow["source"] == node["key"] and arrow["target"] in numbers
            ],
        }
        for node in value["nodes"]
    ]


def _nodes_with_a_taken_key(nodes: Any) -> ListBlockValidationError | None:
    seen: set[str] = set()
    errors = {}
    for index, node in enumerate(nodes):
        if node["key"] in seen:
            errors[index] = _at("key", _("Another box has this sign already."))
        seen.add(node["key"])
    return ListBlockValidationError(block_errors=errors) if errors else None


def _arrows_to_nowhere(nodes: Any, arrows: Any) -> ListBlockValidationError | None:
    known = {node["key"] for node in nodes}
    errors = {}
    for index, arrow in enumerate(arrows):
        wrong = {end: _("There is no box with this sign.") for end in ("source", "target") if arrow[end] not in known}
        if not wrong and arrow["source"] == arrow["target"]:
            wrong = {"target": _("An arrow leads to another box, not to the one it starts from.")}
        if wrong:
            errors[index] = blocks.StructBlockValidationError(
                block_errors={end: ValidationError(message) for end, message in wrong.items()}
            )
    return ListBlockValidationError(block_errors=errors) if errors else None


def _at(name: str, message: Any) -> blocks.StructBlockValidationError:
    return blocks.StructBlockValidationError(block_errors={name: ValidationError(message)})


class SpiralStepBlock(blocks.StructBlock):
    pillar = blocks.CharBlock(
        label=_("Pillar"), required=False, max_length=40, help_text=_("For example: 行政との協働")
    )
    text = blocks.CharBlock(label=_("Step"), max_length=80, help_text=_("For example: 円卓会議から政策を提案する"))

    class Meta:
        label = _("Step")
        icon = "arrow-right"
        label_format = "{text}"


class SpiralBlock(blocks.StructBlock):
    """Steps that come round again on a wider turn."""

    title = blocks.CharBlock(
        label=_("Title"), required=False, max_length=120, help_text=_("For example: 三本柱のスパイラル")
    )
    steps = blocks.ListBlock(SpiralStepBlock(), label=_("Steps"), min_num=2, max_num=16)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["drawing"] = spiral_layout.draw([step["pillar"] for step in value["steps"]])
        return context

    class Meta:
        label = _("Spiral")
        icon = "rotate"
        group = ACTIVITY_GROUP
        template = "core/blocks/spiral.html"
        label_format = "{title}"
        description = _("Steps that grow in turns, drawn as a spiral with a numbered list.")
        preview_value = {
            "title": "三本柱のスパイラル",
            "steps": [
                {"pillar": "行政との協働", "text": "参加の新しい進め方をつくる"},
                {"pillar": "市民活動支援", "text": "実働グループを組む"},
                {"pillar": "自主事業", "text": "理念を実現する"},
            ],
        }


class TimelineEntryBlock(blocks.StructBlock):
    fiscal_year = blocks.IntegerBlock(
        label=_("Fiscal year"), min_value=1868, max_value=LAST_FISCAL_YEAR,
        help_text=_("The Western year in which the fiscal year begins, for example: 2004 (平成16年度)"),
    )  # fmt: skip
    until = blocks.IntegerBlock(
        label=_("Until fiscal year"), required=False, min_value=1868, max_value=LAST_FISCAL_YEAR,
        help_text=_("Only for what lasted several years, for example: 2008"),
    )  # fmt: skip
    title = blocks.CharBlock(label=_("What happened"), max_length=120, help_text=_("For example: 検討会を設置"))
    text = blocks.TextBlock(label=_("Details"), required=False, rows=2)

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if value["until"] is not None and value["until"] < value["fiscal_year"]:
            refuse(until=_("This is before the first fiscal year."))
        return value

    class Meta:
        label = _("Entry")
        icon = "date"
        label_format = "{fiscal_year} {title}"


class TimelineBlock(blocks.StructBlock):
    """What happened in which fiscal year, in order of time."""

    title = blocks.CharBlock(
        label=_("Title"), required=False, max_length=120, help_text=_("For example: これまでの歩み")
    )
    entries = blocks.ListBlock(TimelineEntryBlock(), label=_("Entries"), min_num=1)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        ordered = sorted(value["entries"], key=lambda entry: (entry["fiscal_year"], entry["until"] or 0))
        context["entries"] = [
            {"when": _when(entry["fiscal_year"], entry["until"]), "title": entry["title"], "text": entry["text"]}
            for entry in ordered
        ]
        return context

    class Meta:
        label = _("Timeline of events")
        icon = "date"
        group = ACTIVITY_GROUP
        template = "core/blocks/timeline.html"
        label_format = "{title}"
        description = _("What happened in which fiscal year; sorted by itself.")
        preview_value = {
            "title": "これまでの歩み",
            "entries": [
                {"fiscal_year": 2004, "until": None, "title": "検討会を設置", "text": ""},
                {"fiscal_year": 2006, "until": 2008, "title": "モデル事業", "text": ""},
            ],
        }


def _when(first: int, until: int | None) -> str:
    if until is None or until == first:
        return str(FiscalYear(first))
    return str(FiscalYearRange.of_years(first, until))
