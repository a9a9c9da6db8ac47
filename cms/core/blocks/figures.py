"""Numbers: a single figure, a table, a chart."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from . import chart_layout
from .refusals import refuse

FIGURES_GROUP = _("Numbers")
MAX_CHART_ROWS = 40


class StatBlock(blocks.StructBlock):
    """One number with its unit; `approximate` is kept as 約."""

    value = blocks.DecimalBlock(
        label=pgettext_lazy("a quantity", "Number"), max_digits=15, decimal_places=2, help_text=_("For example: 120")
    )
    unit = blocks.CharBlock(label=_("Unit"), required=False, max_length=20, help_text=_("For example: 人"))
    approximate = blocks.BooleanBlock(
        label=_("Approximate"), required=False, help_text=_("Shows 約 before the number.")
    )
    label = blocks.CharBlock(label=_("What is counted"), max_length=120, help_text=_("For example: のべ参加者数"))
    as_of = blocks.CharBlock(label=_("As of"), required=False, max_length=60, help_text=_("For example: 平成22年度"))

    class Meta:
        label = pgettext_lazy("a quantity", "Number")
        icon = "order"
        group = FIGURES_GROUP
        template = "core/blocks/stat.html"
        label_format = "{label}"
        description = _("One number in large type with its unit.")
        preview_value = {"value": Decimal(120), "unit": "人", "approximate": True, "label": "のべ参加者数", "as_of": ""}


class TableBlock(blocks.StructBlock):
    """A table with a caption; column headings and, if wanted, the first cell of each row are headers."""

    caption = blocks.CharBlock(
        label=_("Caption"), max_length=200, help_text=_("What the table shows, for example: 貸出施設と料金")
    )
    table = TypedTableBlock([("text", blocks.CharBlock(label=_("Text"), required=False))], label=_("Table"))
    row_headers = blocks.BooleanBlock(
        label=_("First column names the row"), required=False, default=True,
        help_text=_("Screen readers then read the name of the row before each cell."),
    )  # fmt: skip
    note = blocks.CharBlock(label=_("Note"), required=False, max_length=300)

    class Meta:
        label = _("Table")
        icon = "table"
        group = FIGURES_GROUP
        template = "core/blocks/table.html"
        label_format = "{caption}"
        description = _("A table with a caption and headings that screen readers understand.")


class ChartRowBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("Name"), max_length=40, help_text=_("For example: 平成22年度"))
    value = blocks.DecimalBlock(label=pgettext_lazy("a quantity", "Number"), max_digits=15, decimal_places=2)

    class Meta:
        label = _("Row")
        icon = "minus"
        label_format = "{label}"


class ChartBlock(blocks.StructBlock):
    """A bar or line chart drawn from rows, with the same rows as a table."""

    caption = blocks.CharBlock(
        label=_("Caption"), max_length=200, help_text=_("What the chart shows, for example: 年度ごとの相談件数")
    )
    kind = blocks.ChoiceBlock(
        label=_("Kind"), choices=[("bar", _("Bars")), ("line", _("Line"))], default="bar",
        search_index=False,
        help_text=_("Bars to compare, a line for what changes over time."),
    )  # fmt: skip
    unit = blocks.CharBlock(label=_("Unit"), required=False, max_length=20, help_text=_("For example: 件"))
    rows = blocks.ListBlock(ChartRowBlock(), label=_("Rows"), min_num=2, max_num=MAX_CHART_ROWS)
    note = blocks.CharBlock(
        label=_("Note"), required=False, max_length=300, help_text=_("For example: 出典: 事業報告書")
    )

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if value["kind"] == "bar" and any(row["value"] < 0 for row in value["rows"]):
            refuse(kind=_("Bars cannot show numbers below zero. Choose a line."))
        return value

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["drawing"] = chart_layout.draw(
            value["kind"], [(row["label"], Decimal(row["value"])) for row in value["rows"] if row["value"] is not None]
        )
        return context

    class Meta:
        label = _("Chart")
        icon = "history"
        group = FIGURES_GROUP
        template = "core/blocks/chart.html"
        label_format = "{caption}"
        description = _("A bar or line chart drawn from a few rows; the rows are shown as a table as well.")
        preview_value = {
            "caption": "年度ごとの相談件数", "kind": "bar", "unit": "件", "note": "",
            "rows": [{"label": "平成20年度", "value": Decimal(84)}, {"label": "平成21年度", "value": Decimal(126)}],
        }  # fmt: skip
