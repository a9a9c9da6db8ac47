"""What a browser posts from the editor's screen of an activity."""

from __future__ import annotations

from typing import Any

from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

FORMSETS = ("pillar_periods", "partner_lines", "predecessor_links", "numbers", "outcomes")


def posted(*, action: str = "", **changes: Any) -> dict[str, Any]:
    """Return the data of a whole form; `changes` replace fields and the rows of formsets."""
    data: dict[str, Any] = {
        "title": "新しい活動", "slug": "atarashii-katsudo", "seo_title": "", "search_description": "",
        "social_image": "", "summary": "いっしょに取り組んだ。", "other_names": "", "reading": "", "name_en": "",
        "start_fy": "H16", "end_fy": "平成18年度", "last_confirmed_on": "", "held_on": "", "opened": "",
        "committee": "", "stage": "", "places": "", "lessons": "", "source_notes": "", "keywords": "",
        "body": streamfield([]), "outputs": streamfield([]), "sources": streamfield([]),
        "comments": inline_formset([]),
    }  # fmt: skip
    data |= {name: inline_formset([]) for name in FORMSETS}
    for name, value in changes.items():
        data[name] = inline_formset(value) if name in FORMSETS else value
    if action:
        data[f"action-{action}"] = "1"
    return nested_form_data(data)


def partner(**changes: Any) -> dict[str, Any]:
    """One row of 関わった団体."""
    return {
        "organisation": "", "name": "", "department": "", "department_name": "", "role": "carried_out", "from_fy": "",
        "to_fy": "", "programme": "", "programme_name": "", "adoption_fy": "", "note": "",
    } | changes  # fmt: skip
