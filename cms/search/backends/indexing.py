"""Writing the index: the part that both databases share."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model
from django.utils.encoding import force_str
from modelsearch.utils import get_content_type_pk

from cms.search.checks import DATABASE_INDEX
from cms.search.models import IndexState
from cms.search.pausing import is_paused

from .texts import AnalysedTexts, analysed_texts


class AnalysingIndexMixin:
    """Stands before one of modelsearch's index classes and stores analysed text in its table."""

    def add_items(self, model: type[Model], objs: Iterable[Model]) -> None:
        if is_paused() or not model.get_search_fields():  # type: ignore[attr-defined]
            return
        texts = {force_str(obj.pk): analysed_texts(obj) for obj in objs}
        if texts:
            self.write(content_type_pk=get_content_type_pk(model), texts=texts)

    def write(self, *, content_type_pk: int, texts: Mapping[str, AnalysedTexts]) -> None:
        """Insert or replace the entries of objects of one content type, by their ``object_id``."""
        raise NotImplementedError

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Nothing to do: ``title_norm`` holds the weight, known when the entry is written."""


class RecordingRebuilderMixin:
    """Notes, when a rebuild is through, which analyser the index was made by."""

    index: Any

    def finish(self) -> None:
        IndexState.objects.using(self.index.write_connection.alias).record(backend=DATABASE_INDEX)
        super().finish()
