"""Editors write activities in the admin, and are told at the field what cannot be."""

from __future__ import annotations

import pytest
from wagtail.test.utils.form_data import streamfield

from activities.models import ActivityPage
from activities.organisations.models import Department
from tests.factories.activities import ActivityFactory, follow
from tests.factories.organisations import OrganisationFactory

from .forms import partner, posted

ADD = "/admin/pages/add/activities/activitypage/{}/"
EDIT = "/admin/pages/{}/edit/"
FLOWCHART = {
    "title": "流れ", "nodes-count": "2", "nodes-0-order": "0", "nodes-0-deleted": "", "nodes-0-id": "",
    "nodes-0-value-key": "A", "nodes-0-value-text": "窓口で相談", "nodes-0-value-kind": "start", "nodes-1-order": "1",
    "nodes-1-deleted": "", "nodes-1-id": "", "nodes-1-value-key": "B", "nodes-1-value-text": "円卓会議",
    "nodes-1-value-kind": "step", "arrows-count": "1", "arrows-0-order": "0", "arrows-0-deleted": "",
    "arrows-0-id": "", "arrows-0-value-source": "A", "arrows-0-value-target": "B", "arrows-0-value-label": "",
}  # fmt: skip


def errors_of(response) -> str:
    return response.content.decode()


@pytest.fixture
def renamed_department(db):
    city = OrganisationFactory(name="架橋市")
    today = Department.objects.create(organisation=city, name="市民協働課")
    return Department.objects.create(organisation=city, name="地域振興課", successor=today)


def test_editor_writes_an_activity_with_partners_rename_predecessor_and_flowchart(
    editor, activity_index, renamed_department
):
    earlier = ActivityFactory(parent=activity_index, title="前の活動")
    npo = OrganisationFactory(name="みどりの会")
    response = editor.post(
        ADD.format(activity_index.pk),
        posted(
            partner_lines=[
                partner(organisation=npo.pk, role="carried_out"),
                partner(
                    organisation=renamed_department.organisation_id, department=renamed_department.pk,
                    role="commissioned", from_fy="H16", to_fy="2006",
                ),
            ],
            predecessor_links=[{"predecessor": earlier.pk, "note": "続けて始めた"}],
            body=streamfield([("flowchart", FLOWCHART)]),
        ),
    )  # fmt: skip
    assert response.status_code == 302
    draft = ActivityPage.objects.get(slug="atarashii-katsudo").get_latest_revision_as_object()
    lines = list(draft.partner_lines.all())
    assert (draft.start_fy, draft.end_fy) == (2004, 2006)
    assert [line.display_name for line in lines] == ["みどりの会", "架橋市"]
    assert (lines[1].department_then, lines[1].department_now) == ("地域振興課", "市民協働課")
    assert [link.predecessor_id for link in draft.predecessor_links.all()] == [earlier.pk]
    assert draft.body[0].value["nodes"][1]["text"] == "円卓会議"


def test_editor_opens_the_screen_of_an_activity(editor, activity_index):
    page = ActivityFactory(parent=activity_index)
    response = editor.get(EDIT.format(page.pk))
    assert response.status_code == 200
    assert "年度と系図" in response.content.decode()


def test_editor_sees_the_list_with_filters(editor, activity_index):
    ActivityFactory(parent=activity_index, title="古い活動", start_fy=2001, end_fy=2002)
    ActivityFactory(parent=activity_index, title="新しい活動", start_fy=2015, end_fy=2016)
    content = editor.get("/admin/activities/?fiscal_year=H13").content.decode()
    assert "古い活動" in content
    assert "新しい活動" not in content


def test_a_page_cannot_be_its_own_predecessor(editor, activity_index):
    page = ActivityFactory(parent=activity_index)
    response = editor.post(
        EDIT.format(page.pk), posted(title="変えた題", predecessor_links=[{"predecessor": page.pk, "note": "自分から"}])
    )
    assert response.status_code == 200
    assert "自分自身を前身にすることはできません。" in errors_of(response)
    assert "変えた題" in errors_of(response)
    assert "自分から" in errors_of(response)


def test_a_circle_is_refused_with_the_chain_named(editor, activity_index):
    first, second, third = (ActivityFactory(parent=activity_index, title=title) for title in ("一番", "二番", "三番"))
    follow(second, first)
    follow(third, second)
    response = editor.post(
        EDIT.format(first.pk), posted(title="一番", predecessor_links=[{"predecessor": third.pk, "note": ""}])
    )
    assert response.status_code == 200
    assert "一番 → 二番 → 三番 → 一番" in errors_of(response)


def test_two_drafts_cannot_close_a_circle(editor, activity_index):
    first, second = (ActivityFactory(parent=activity_index, title=title) for title in ("一番", "二番"))
    editor.post(
        EDIT.format(second.pk),
        posted(slug="b", title="二番", predecessor_links=[{"predecessor": first.pk, "note": ""}]),
    )
    response = editor.post(
        EDIT.format(first.pk),
        posted(slug="a", title="一番", predecessor_links=[{"predecessor": second.pk, "note": ""}]),
    )
    assert "系図が輪になってしまいます" in errors_of(response)


def test_the_same_predecessor_twice_is_refused(editor, activity_index):
    earlier, page = ActivityFactory(parent=activity_index), ActivityFactory(parent=activity_index)
    rows = [{"predecessor": earlier.pk, "note": ""}] * 2
    response = editor.post(EDIT.format(page.pk), posted(predecessor_links=rows))
    assert "この前身はすでに入っています。" in errors_of(response)


OUTCOME = {"text": "合格した生徒がいた。", "people": "中学生", "consent_note": ""}


def test_an_outcome_without_consent_is_not_submitted_for_publication(editor, activity_index):
    page = ActivityFactory(parent=activity_index, draft=True)
    response = editor.post(EDIT.format(page.pk), posted(action="submit", outcomes=[OUTCOME]))
    assert response.status_code == 200
    assert "公開するには、関係する人の同意が必要です。" in errors_of(response)
    assert "合格した生徒がいた。" in errors_of(response)


def test_an_outcome_without_consent_is_kept_in_a_draft(editor, activity_index):
    page = ActivityFactory(parent=activity_index, draft=True)
    response = editor.post(EDIT.format(page.pk), posted(outcomes=[OUTCOME]))
    assert response.status_code == 302


def test_an_outcome_with_consent_is_submitted(editor, activity_index):
    page = ActivityFactory(parent=activity_index, draft=True)
    response = editor.post(EDIT.format(page.pk), posted(action="submit", outcomes=[{**OUTCOME, "consent": "on"}]))
    assert response.status_code == 302


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("start_fy", "むかし"),
        ("start_fy", "16"),
        ("start_fy", "9999"),
        ("end_fy", "平成13年度"),
        ("held_on", "2006-13-40"),
        ("opened", "2001-13"),
        ("last_confirmed_on", "2026-05-01"),
        ("title", "あ\x01い"),
        ("summary", "あ\x08い"),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_kept(editor, activity_index, field, typed):
    response = editor.post(ADD.format(activity_index.pk), posted(committee="消えない会", **{field: typed}))
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert "消えない会" in errors_of(response)
    assert typed in errors_of(response)
    assert not ActivityPage.objects.exists()


@pytest.mark.parametrize("field", ["summary", "other_names", "lessons", "source_notes", "places"])
def test_a_text_of_a_megabyte_is_refused_at_the_field(editor, activity_index, field):
    response = editor.post(ADD.format(activity_index.pk), posted(**{field: "長" * 350_000}))
    assert response.status_code == 200
    assert field in response.context["form"].errors


@pytest.mark.parametrize(
    ("formset", "row", "field"),
    [
        ("partner_lines", partner(), "organisation"),
        ("partner_lines", partner(name="町の会", from_fy="R2", to_fy="H16"), "to_fy"),
        ("partner_lines", partner(name="町の会", adoption_fy="そのうち"), "adoption_fy"),
        ("partner_lines", partner(name="町\x02会"), "name"),
        ("numbers", {"label": "参加者", "number": "たくさん"}, "number"),
        ("pillar_periods", {"pillar": "own_programme", "from_fy": "H99", "to_fy": ""}, "from_fy"),
    ],
)
def test_what_cannot_be_in_a_row_is_said_in_the_row(editor, activity_index, formset, row, field):
    if row == partner():
        row = partner(note="名前を忘れた")
    response = editor.post(ADD.format(activity_index.pk), posted(**{formset: [row]}))
    assert response.status_code == 200
    assert field in response.context["form"].formsets[formset].forms[0].errors


def test_a_department_of_another_organisation_is_refused(editor, activity_index, renamed_department):
    other = OrganisationFactory()
    rows = [partner(organisation=other.pk, department=renamed_department.pk)]
    response = editor.post(ADD.format(activity_index.pk), posted(partner_lines=rows))
    assert "この部署は別の団体のものです。" in errors_of(response)
