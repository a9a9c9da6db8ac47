"""What changes keywords and all that carries them."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models, transaction
from wagtail.log_actions import log
from wagtail.models import Revision
from wagtail.search import index

from cms.core.models import FormerKeyword, Keyword

from .usage import Link, links
from .words import split_words

REVISIONS_AT_ONCE = 200


class SameKeyword(ValueError):
    """A keyword cannot be merged into itself."""


class NameTaken(ValueError):
    """Another keyword has this name; merging is what is wanted."""


@transaction.atomic
def merge(*, source: Keyword, target: Keyword, by: Any) -> int:
    """Put `target` on everything that carries `source`, then remove `source`. Return how many things carried it.

    Drafts and old revisions are rewritten as well: going back to one of them brings the target, not a gap. The name,
    reading, English name and other words of the source stay findable as other words of the target, its address and
    its former ones lead to the target, and the log says what was moved.

    Raises:
        SameKeyword: source and target are one.
    """
    if source.pk == target.pk:
        raise SameKeyword(source.name)
    list(Keyword.objects.select_for_update().filter(pk__in=[source.pk, target.pk]).order_by("pk"))
    moved: dict[str, list[int]] = {}
    changed: list[models.Model] = []
    for link in links():
        items = list(link.rows.filter(**{link.field: source}))
        if items:
            moved[link.model._meta.label] = [row.pk for row in items]
            changed.extend(row.content_object for row in items)
            _move(link, source, target)
        _rewrite_revisions(link, source, target)
    _keep_words(source, target)
    FormerKeyword.objects.filter(keyword=source).update(keyword=target)
    FormerKeyword.objects.update_or_create(slug=source.slug, defaults={"keyword": target})
    was = {"name": source.name, "slug": source.slug, "reading": source.reading, "synonyms": source.synonyms}
    log(instance=target, action="core.keyword.merge", user=by, data={"source": was, "moved": moved})
    source.delete()
    transaction.on_commit(lambda: _search_again(changed))
    return sum(len(rows) for rows in moved.values())


def _move(link: Link, source: Keyword, target: Keyword) -> None:
    has_target = set(link.rows.filter(**{link.field: target}).values_list(*link.item_fields))
    twice = [
        row.pk
        for row in link.rows.filter(**{link.field: source})
        if tuple(getattr(row, name) for name in link.item_fields) in has_target
    ]
    link.rows.filter(pk__in=twice).delete()
    link.rows.filter(**{link.field: source}).update(**{link.field: target})


def _rewrite_revisions(link: Link, source: Keyword, target: Keyword) -> None:
    """Replace the source in every stored revision of the things that this model links."""
    if len(link.item_fields) != 1:
        return
    item = link.model._meta.get_field("content_object")
    name = item.remote_field.get_accessor_name() if item.remote_field else None  # type: ignore[union-attr]
    if not name:
        return
    labels = [item.related_model, *item.related_model.__subclasses__()]  # type: ignore[union-attr]
    kinds = {model._meta.concrete_model for model in labels}
    ours = [(kind._meta.app_label, kind._meta.model_name) for kind in kinds]
    revisions = Revision.objects.filter(
        content_type__app_label__in={label for label, _model in ours},
        content_type__model__in={model for _label, model in ours},
    )
    changed = []
    for revision in revisions.iterator(chunk_size=REVISIONS_AT_ONCE):
        rows = revision.content.get(name)
        if isinstance(rows, list) and any(row.get(link.field) == source.pk for row in rows):
            revision.content[name] = list(_replaced(rows, link.field, source.pk, target.pk))
            changed.append(revision)
    Revision.objects.bulk_update(changed, ["content"], batch_size=REVISIONS_AT_ONCE)


def _replaced(rows: Iterable[dict[str, Any]], field: str, source: int, target: int) -> Iterator[dict[str, Any]]:
    rows = list(rows)
    has_target = any(row.get(field) == target for row in rows)
    for row in rows:
        if row.get(field) != source:
            yield row
        elif not has_target:
            yield row | {field: target}
            has_target = True


def _keep_words(source: Keyword, target: Keyword) -> None:
    words = [*split_words(target.synonyms), source.name, source.name_en, *split_words(source.synonyms)]
    own = {target.name.casefold(), target.name_en.casefold(), ""}
    unique = {word.casefold(): word for word in words if word.casefold() not in own}
    longest = Keyword._meta.get_field("synonyms").max_length or 0
    kept = ""
    for word in unique.values():
        longer = f"{kept}, {word}" if kept else word
        kept = longer if len(longer) <= longest else kept
    target.synonyms = kept
    if not target.reading:
        target.reading = source.reading
    target.save()


@transaction.atomic
def rename(*, keyword: Keyword, name: str, by: Any) -> None:
    """Give a keyword another name and address; the old address leads to it, the old name stays an other word.

    Raises:
        NameTaken: another keyword is called so.
    """
    former_name, former_slug = keyword.name, keyword.slug
    if Keyword.objects.filter(name__iexact=name).exclude(pk=keyword.pk).exists():
        raise NameTaken(name)
    keyword.name = name
    keyword.slug = _free_slug(keyword)
    words = [word for word in split_words(keyword.synonyms) if word.casefold() not in (name.casefold(), "")]
    if former_name.casefold() not in {name.casefold(), *(word.casefold() for word in words)}:
        words.append(former_name)
    longest = Keyword._meta.get_field("synonyms").max_length or 0
    while len(", ".join(words)) > longest:
        words.pop()
    keyword.synonyms = ", ".join(words)
    keyword.save()
    if keyword.slug != former_slug:
        FormerKeyword.objects.filter(slug=keyword.slug).delete()
        FormerKeyword.objects.update_or_create(slug=former_slug, defaults={"keyword": keyword})
    log(instance=keyword, action="core.keyword.rename", user=by, data={"from": former_name, "to": name})
    refresh_search(keyword=keyword)


def refresh_search(*, keyword: Keyword) -> None:
    """Index again what carries the keyword, once the change of its words is committed."""
    transaction.on_commit(lambda: _search_again(_carriers(keyword)))


def _free_slug(keyword: Keyword) -> str:
    longest = Keyword._meta.get_field("slug").max_length or 100
    number: int | None = None
    while True:
        slug = keyword.slugify(keyword.name, number)[:longest] or f"keyword-{keyword.pk}"
        if not Keyword.objects.filter(slug=slug).exclude(pk=keyword.pk).exists():
            return slug
        number = (number or 0) + 1


def _carriers(keyword: Keyword) -> list[models.Model]:
    return [row.content_object for link in links() for row in link.rows.filter(**{link.field: keyword})]


def _search_again(items: Iterable[models.Model | None]) -> None:
    for item in items:
        if item is not None:
            index.insert_or_update_object(item)
