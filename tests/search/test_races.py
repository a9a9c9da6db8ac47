"""Two processes that write the same entry of the index at the same moment."""

import threading

import pytest
from django.db import Error, connection
from modelsearch.utils import get_content_type_pk
from wagtail.search.backends import get_search_backend

from cms.media.models import CustomImage
from cms.search.backends.texts import analysed_texts
from cms.search.models import LongTextPart

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no further parts"),
]
WRITERS, TIMES = 4, 15


def test_a_long_text_that_two_write_at_once_is_there_whole_and_nobody_fails():
    image = CustomImage.objects.create(title="目次", width=1, height=1, file="a.png")
    image.description = "あいうえおかきくけこ" * 2500
    texts = {str(image.pk): analysed_texts(image)}
    kind, barrier, errors = get_content_type_pk(CustomImage), threading.Barrier(WRITERS), []

    def write():
        index = get_search_backend().get_index_for_model(CustomImage)
        barrier.wait()
        try:
            for _time in range(TIMES):
                index.write(content_type_pk=kind, texts=texts)
        except Error as error:
            errors.append(type(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    parts = sorted(LongTextPart.objects.values_list("part", flat=True))
    assert parts == list(range(1, len(parts) + 1))
    assert len(parts) > 3
