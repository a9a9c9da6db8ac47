"""Precision and recall of the search over the small site of `corpus`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from wagtail.search.backends import get_search_backend

from cms.media.models import CustomImage
from cms.search.analysis import tokens
from cms.search.backends.texts import AnalysedTexts
from cms.search.models import SynonymClass
from cms.search.queries import parse

from .corpus import DOCUMENTS


@dataclass(frozen=True)
class Judgement:
    """What was found for one query, the best first, against what should have been."""

    query: str
    found: list[str]
    wanted: frozenset[str]

    @property
    def precision(self) -> float:
        return len(self.wanted.intersection(self.found)) / len(self.found) if self.found else float(not self.wanted)

    @property
    def recall(self) -> float:
        return len(self.wanted.intersection(self.found)) / len(self.wanted) if self.wanted else 1.0


def index_corpus() -> dict[int, str]:
    """Put the corpus into the search index; the documents' keys by primary key.

    Any indexed model will do for a bearer: what its fields give the index is tested elsewhere.
    """
    rows = CustomImage.objects.bulk_create(
        CustomImage(title=document.title, width=1, height=1, file="corpus.png") for document in DOCUMENTS
    )
    texts = {
        str(row.pk): AnalysedTexts(
            title=list(tokens(document.title)),
            names=[token for name in document.names for token in tokens(name)],
            body=[token for text in document.body for token in tokens(text)],
            weight=1 / (1 + len(document.title) / 200),
        )
        for row, document in zip(rows, DOCUMENTS, strict=True)
    }
    content_type = ContentType.objects.get_for_model(CustomImage)
    get_search_backend().get_index_for_model(CustomImage).write(content_type_pk=content_type.pk, texts=texts)
    return {row.pk: document.key for row, document in zip(rows, DOCUMENTS, strict=True)}


def judge(queries: Mapping[str, Iterable[str]], *, keys: Mapping[int, str]) -> list[Judgement]:
    synonyms = SynonymClass.thesaurus_for(None)
    return [
        Judgement(
            query,
            [keys[row.pk] for row in CustomImage.objects.search(parse(query, synonyms=synonyms))],
            frozenset(wanted),
        )
        for query, wanted in queries.items()
    ]


def report(judgements: list[Judgement]) -> str:
    """A table of the queries that are not perfect, and the means."""
    lines = [
        f"{judged.query}: precision {judged.precision:.2f}, recall {judged.recall:.2f}; "
        f"too many: {sorted(set(judged.found) - judged.wanted)}, missing: {sorted(judged.wanted - set(judged.found))}"
        for judged in judgements
        if judged.precision < 1 or judged.recall < 1
    ]
    lines.append(
        f"{len(judgements)} queries: precision {mean_precision(judgements):.3f}, recall {mean_recall(judgements):.3f}"
    )
    return "\n".join(lines)


def mean_precision(judgements: list[Judgement]) -> float:
    return sum(judged.precision for judged in judgements) / len(judgements)


def mean_recall(judgements: list[Judgement]) -> float:
    return sum(judged.recall for judged in judgements) / len(judgements)
