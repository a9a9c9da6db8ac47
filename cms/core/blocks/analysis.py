"""Tools of collaboration: the mutual-benefit table and the SWOT of two partners."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

ACTIVITY_GROUP = _("Activity")


class EvaluationRowBlock(blocks.StructBlock):
    party = blocks.CharBlock(label=_("Party"), max_length=120, help_text=_("For example: 町内会"))
    problem = blocks.TextBlock(label=_("Problem"), required=False, rows=2)
    purpose = blocks.TextBlock(label=_("Purpose"), required=False, rows=2)
    activity = blocks.TextBlock(label=_("What they do"), required=False, rows=2)
    role = blocks.TextBlock(label=_("Role"), required=False, rows=2)
    benefit = blocks.TextBlock(
        label=_("Mutual benefit"), required=False, rows=2, help_text=_("What this party gains from it.")
    )

    class Meta:
        label = _("Party")
        icon = "group"
        label_format = "{party}"


class EvaluationBlock(blocks.StructBlock):
    """相利評価表: who takes part, what troubles them, what they want, do and gain."""

    title = blocks.CharBlock(
        label=_("Title"), required=False, max_length=120, help_text=_("For example: 地域猫活動の相利評価表")
    )
    rows = blocks.ListBlock(EvaluationRowBlock(), label=_("Parties"), min_num=1)
    note = blocks.CharBlock(
        label=_("Note"), required=False, max_length=300, help_text=_("For example: 2010年の話し合いをもとに作成")
    )

    class Meta:
        label = _("Mutual-benefit table")
        icon = "table"
        group = ACTIVITY_GROUP
        template = "core/blocks/evaluation.html"
        label_format = "{title}"
        description = _("One row for each party: problem, purpose, activity, role and what it gains.")
        preview_value = {
            "title": "地域猫活動の相利評価表",
            "note": "",
            "rows": [
                {
                    "party": "町内会", "problem": "苦情が多い", "purpose": "静かな暮らし", "activity": "見守り",
                    "role": "場所の提供", "benefit": "苦情が減る",
                }
            ],
        }  # fmt: skip


def _lines(label: Promise, help_text: Promise) -> blocks.ListBlock:
    return blocks.ListBlock(blocks.CharBlock(label=label, max_length=200), label=label, default=[], help_text=help_text)


class SwotPartnerBlock(blocks.StructBlock):
    name = blocks.CharBlock(
        label=pgettext_lazy("one of two", "Partner"), max_length=120, help_text=_("For example: NPO法人みどりの会")
    )
    strengths = _lines(_("Strengths"), _("From inside, helpful. For example: 現場の経験がある"))
    weaknesses = _lines(_("Weaknesses"), _("From inside, a hindrance. For example: 資金が足りない"))
    opportunities = _lines(_("Opportunities"), _("From outside, helpful. For example: 市の計画に位置づけられた"))
    threats = _lines(_("Threats"), _("From outside, a hindrance. For example: 担い手が減っている"))

    class Meta:
        label = pgettext_lazy("one of two", "Partner")
        icon = "group"


class SwotBlock(blocks.StructBlock):
    """Two partners' strengths, weaknesses, opportunities and threats side by side."""

    title = blocks.CharBlock(
        label=_("Title"), required=False, max_length=120, help_text=_("For example: 協働を始めたときのSWOT")
    )
    first = SwotPartnerBlock(label=_("First partner"))
    second = SwotPartnerBlock(label=_("Second partner"))
    conclusion = blocks.TextBlock(
        label=_("What follows from it"), required=False, rows=2,
        help_text=_("Where one partner's strength meets the other's weakness."),
    )  # fmt: skip

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["partners"] = [
            {"name": partner["name"], "quarters": _quarters(partner)} for partner in (value["first"], value["second"])
        ]
        return context

    class Meta:
        label = _("SWOT of two partners")
        icon = "grip"
        group = ACTIVITY_GROUP
        template = "core/blocks/swot.html"
        label_format = "{title}"
        description = _("Strengths, weaknesses, opportunities and threats of two partners side by side.")
        preview_value = {
            "title": "協働を始めたときのSWOT",
            "first": {
                "name": "NPO", "strengths": ["現場の経験"], "weaknesses": ["資金"], "opportunities": [], "threats": [],
            },
            "second": {
                "name": "市", "strengths": ["広報の力"], "weaknesses": ["異動"], "opportunities": [], "threats": [],
            },
            "conclusion": "",
        }  # fmt: skip


def _quarters(partner: Any) -> list[dict[str, Any]]:
    labels = {
        "strengths": _("Strengths"), "weaknesses": _("Weaknesses"), "opportunities": _("Opportunities"),
        "threats": _("Threats"),
    }  # fmt: skip
    return [{"key": key, "label": label, "lines": list(partner[key])} for key, label in labels.items()]
