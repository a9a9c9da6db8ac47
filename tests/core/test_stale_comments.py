"""A page is saved although somebody else deleted or changed a comment while it was open."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment, CommentReply

from tests.factories.home import StandardPageFactory
from tests.factories.organisations import staff

from .test_page_form import posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> Any:
    return StandardPageFactory(title="前の題", draft=True)


@pytest.fixture
def author() -> Any:
    return staff("moderator")


@pytest.fixture
def editor(client) -> Any:
    client.force_login(staff("editor"))
    return client


@pytest.fixture
def comment(page, author) -> Comment:
    now = timezone.now()
    return Comment.objects.create(
        page=page, user=author, text="この題でよいですか", contentpath="title", created_at=now, updated_at=now
    )


def as_opened(comment: Comment, *answers: CommentReply, new: str = "", **changes: Any) -> dict[str, Any]:
    """What the editor sends of a comment that nobody touched in it."""
    sent = {
        "comments-TOTAL_FORMS": 1, "comments-INITIAL_FORMS": 1, "comments-0-id": comment.pk,
        "comments-0-text": comment.text, "comments-0-contentpath": comment.contentpath, "comments-0-position": "",
        "comments-0-resolved": "", "comments-0-DELETE": "",
        "comments-0-replies-TOTAL_FORMS": len(answers) + bool(new),
        "comments-0-replies-INITIAL_FORMS": len(answers),
    }  # fmt: skip
    for number, answer in enumerate(answers):
        sent[f"comments-0-replies-{number}-id"] = answer.pk
        sent[f"comments-0-replies-{number}-text"] = answer.text
    if new:
        sent[f"comments-0-replies-{len(answers)}-id"] = ""
        sent[f"comments-0-replies-{len(answers)}-text"] = new
    return posted(title="新しい題", slug="gomi", comment_notifications="on", **sent) | changes


def saved(client: Any, page: Any, data: dict[str, Any]) -> str:
    """The title of the page's newest version after the editor has saved."""
    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    page.refresh_from_db()
    return str(page.get_latest_revision_as_object().title)


def test_a_comment_that_was_deleted_keeps_nobody_from_saving(editor, page, comment):
    data = as_opened(comment)
    comment.delete()
    assert saved(editor, page, data) == "新しい題"
    assert not Comment.objects.exists()


def test_a_comment_that_its_author_changed_stays_as_she_changed_it(editor, page, comment):
    data = as_opened(comment)
    Comment.objects.update(text="やはりこのままで")
    assert saved(editor, page, data) == "新しい題"
    assert Comment.objects.get().text == "やはりこのままで"


def test_an_answer_that_was_deleted_keeps_nobody_from_saving(editor, page, comment, author):
    answer = CommentReply.objects.create(comment=comment, user=author, text="だれか見てください")
    data = as_opened(comment, answer)
    answer.delete()
    assert saved(editor, page, data) == "新しい題"
    assert Comment.objects.exists()
    assert not CommentReply.objects.exists()


def test_an_answer_that_its_author_changed_stays_as_she_changed_it(editor, page, comment, author):
    answer = CommentReply.objects.create(comment=comment, user=author, text="だれか見てください")
    data = as_opened(comment, answer)
    CommentReply.objects.update(text="解決しました")
    assert saved(editor, page, data) == "新しい題"
    assert CommentReply.objects.get().text == "解決しました"


def test_who_answered_what_was_deleted_is_told_so_once_with_her_words(editor, page, comment):
    data = as_opened(comment, new="短くしました")
    comment.delete()
    html = editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data).content.decode()
    assert "返信したコメントは、その間に削除されました" in html
    assert "書いた返信：「短くしました」" in html
    # The editor sends a comment that it was told is deleted as one that is.
    assert saved(editor, page, data | {"comments-0-DELETE": "1"}) == "新しい題"


def test_control_an_answer_to_a_comment_that_is_there_is_kept(editor, page, comment):
    assert saved(editor, page, as_opened(comment, new="短くしました")) == "新しい題"
    assert CommentReply.objects.get().text == "短くしました"


def test_control_nobody_rewrites_what_somebody_else_wrote(editor, page, comment):
    saved(editor, page, as_opened(comment, **{"comments-0-text": "別の文"}))
    assert Comment.objects.get().text == "この題でよいですか"
