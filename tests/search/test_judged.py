"""The judged queries, on whichever database the tests run on. The figures are printed: `pytest -s`."""

import pytest
from django.db import connection

from .judged import FIRST, QUERIES
from .judging import index_corpus, judge, mean_precision, mean_recall, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def keys():
    return index_corpus()


def test_precision_and_recall_over_the_judged_queries(keys, capsys):
    judgements = judge(QUERIES, keys=keys)
    with capsys.disabled():
        print(f"\n{connection.vendor}: {report(judgements)}")
    assert len(judgements) >= 60
    assert mean_recall(judgements) >= 0.95
    assert mean_precision(judgements) >= 0.95


def test_what_the_title_says_comes_first(keys):
    judgements = judge(dict.fromkeys(FIRST, ()), keys=keys)
    assert {judged.query: judged.found[0] for judged in judgements} == FIRST
