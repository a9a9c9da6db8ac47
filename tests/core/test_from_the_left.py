"""Rows of digits keep their order in languages that are written from the right, and nothing else is touched."""

import pytest
from django.http import HttpResponse

from cms.core.from_the_left import LEFT_TO_RIGHT as MARK
from cms.core.from_the_left import in_html, in_text
from cms.core.middleware import FilterHtml


@pytest.mark.parametrize(
    "row",
    [
        "053-111-2222", "0120-123-456", "430-0000", "1-2-3",
        "14:00–15:30", "9:00 – 17:00", "10:00〜12:00", "2018–2020", "1,000–3,000",
    ],
)  # fmt: skip
def test_a_row_of_digits_is_held_together(row):
    assert in_text(f"فون {row}، وقت") == f"فون {MARK}{row}{MARK}، وقت"


@pytest.mark.parametrize(
    "text",
    [
        "10-12", "14:00", "FY2018–2020", "2XSVV-83HGR", "https://a.example/053-111-2222/", "?tel=053-111-2222", "5",
    ],
)  # fmt: skip
def test_what_is_no_row_stays(text):
    assert in_text(text) == text


def test_only_texts_of_html_are_marked():
    html = (
        '<a href="tel:053-111-2222" title="053-111-2222"><bdi dir="ltr">053-111-2222</bdi></a>'
        "<textarea>053-111-2222</textarea><!-- 053-111-2222 -->"
    )
    assert in_html(html) == html
    assert in_html("<p>053-111-2222<br>x</p>") == f"<p>{MARK}053-111-2222{MARK}<br>x</p>"


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "shown"), [("ur", f"{MARK}053-111-2222{MARK}"), ("ja", "053-111-2222")])
def test_pages_in_urdu_have_it_and_others_do_not(rf, code, shown):
    request = rf.get(f"/{code}/")
    request.LANGUAGE_CODE = code
    answer = FilterHtml(lambda request: HttpResponse("<p>053-111-2222</p>"))(request)
    assert answer.content.decode() == f"<p>{shown}</p>"
