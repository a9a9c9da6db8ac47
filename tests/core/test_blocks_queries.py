"""However many pictures, pages and documents a stream has, it costs the same number of queries."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from cms.core.blocks.body import body_blocks
from cms.core.blocks.pictures import picture_of
from cms.core.blocks.streams import KeepingStreamBlock
from cms.media.models import CustomDocument, CustomImage
from tests.factories.home import StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def block():
    return KeepingStreamBlock(body_blocks())


def stored(number):
    """A stream with `number` images, related pages and documents, stored, with their renditions made."""
    items = []
    for index in range(number):
        image = CustomImage.objects.create(title=f"絵{index}", file=get_test_image_file(f"{index}.png"))
        picture_of(image)
        page = StandardPageFactory()
        document = CustomDocument.objects.create(title=f"書類{index}", file=ContentFile(b"x", f"{index}.pdf"))
        items += [
            {"type": "image", "value": {"image": image.pk, "alt": f"絵{index}", "decorative": False, "caption": ""}},
            {"type": "related", "value": {"title": "", "pages": [page.pk]}},
            {"type": "call_to_action", "value": {"text": "", "label": f"進む{index}", "page": page.pk, "url": ""}},
            {"type": "documents", "value": {"title": "", "documents": [{"document": document.pk, "title": ""}]}},
        ]
    return items


def queries(action):
    with CaptureQueriesContext(connection) as captured:
        action()
    return len(captured)


def test_rendering_costs_the_same_for_two_and_for_eight(block):
    few, many = stored(2), stored(8)
    render = lambda items: lambda: block.render(block.to_python(items))  # noqa: E731
    render(few)()
    assert queries(render(few)) == queries(render(many)) <= 6


def test_pictures_have_sizes_and_two_widths(block):
    html = block.render(block.to_python(stored(1)))
    assert 'loading="lazy"' in html
    assert "width=" in html
    assert 'alt="絵0"' in html


def test_picture_whose_file_is_gone_is_left_out(block):
    items = stored(1)
    image = CustomImage.objects.get(pk=items[0]["value"]["image"])
    image.renditions.all().delete()
    image.file.storage.delete(image.file.name)
    assert "<img" not in block.render(block.to_python(items))


def test_words_for_search_cost_no_query(block):
    items = stored(3)
    value = block.to_python(items)
    words = []
    assert queries(lambda: words.extend(block.get_searchable_content(value))) == 0
    assert "絵0" in words


def test_words_for_search_are_the_same_looked_at_or_not(block):
    items = [
        *stored(1),
        {"type": "text", "value": "<p>本文</p>"},
        {"type": "faq", "value": {"title": "質問", "questions": [{"question": "なに", "answer": "<p>これ</p>"}]}},
        {"type": "lessons", "value": "unknown here"},
        {
            "type": "table",
            "value": {
                "caption": "表題",
                "table": {
                    "columns": [{"type": "text", "heading": "列"}],
                    "rows": [{"values": ["欄"]}],
                    "caption": "",
                },
                "row_headers": True,
                "note": "",
            },
        },
    ]
    fresh, looked_at = block.to_python(items), block.to_python(items)
    list(looked_at)
    assert block.get_searchable_content(fresh) == block.get_searchable_content(looked_at)


def test_link_to_a_page_that_is_not_public_any_more_is_left_out(block):
    items = stored(1)
    Page.objects.get(pk=items[1]["value"]["pages"][0]).unpublish()
    html = block.render(block.to_python(items))
    assert "進む0" not in html
