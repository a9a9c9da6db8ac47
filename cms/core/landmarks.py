"""The pages that menus and other apps lead to, and the home pages: read with one query for all sites and languages."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, CharField, Q, QuerySet, Value, When
from wagtail.models import Page, Site
from wagtail.models.sites import SiteRootPath

from cms.plugin_api import Landmark, Registry

from .languages_on import fallbacks_on
from .locales import language_of
from .public_pages import restricted
from .statements import Statement


def rows() -> QuerySet[Page]:
    """Return the home pages of all sites and their translations, and every page that is a landmark.

    `landmark` is its key or None, `private` whether visitors may not read it; `locale` comes along. In the order of
    the tree. To be read as they are: which plugins are on says which landmarks are asked for, and for each choice of
    them the query is put into words once.
    """
    declared = tuple(_Wanted(landmark) for landmark in Registry.of(Landmark))
    models = [apps.get_model(wanted.landmark.model) for wanted in declared]
    kinds = ContentType.objects.get_for_models(*models)
    return _statement(declared, tuple(kinds[model].pk for model in models))()


class _Wanted:
    """A landmark, told apart by what it says: `where` is a mapping, of which no digest can be taken."""

    def __init__(self, landmark: Landmark) -> None:
        self.landmark = landmark
        self._said = repr((landmark.key, landmark.model, sorted(landmark.where.items())))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Wanted) and other._said == self._said

    def __hash__(self) -> int:
        return hash(self._said)


@lru_cache(maxsize=16)
def _statement(declared: tuple[_Wanted, ...], kinds: tuple[int, ...]) -> Statement:
    def build() -> QuerySet[Page]:
        wanted = Q(translation_key__in=Site.objects.order_by().values("root_page__translation_key"))
        conditions = [
            (_condition(each.landmark, kind), each.landmark.key) for each, kind in zip(declared, kinds, strict=True)
        ]
        for condition, _key in conditions:
            wanted |= condition
        whens = [When(condition, then=Value(key)) for condition, key in conditions]
        key = Case(*whens, default=None, output_field=CharField(null=True))
        return (
            Page.objects.filter(wanted)
            .annotate(landmark=key, private=restricted())
            .select_related("locale")
            .order_by("path")
        )

    return Statement(build)


def _condition(landmark: Landmark, kind: int) -> Q:
    if not landmark.where:
        return Q(content_type=kind)
    # By keys, not by a join: all conditions are of one table then, and each is looked up in an index of its own.
    model = apps.get_model(landmark.model)
    return Q(pk__in=model._base_manager.filter(**landmark.where).order_by().values("pk"))


def chosen(pages: Sequence[Page], *, roots: Iterable[SiteRootPath], code: str) -> Mapping[str, Page]:
    """Return the landmarks below the site's home pages that everybody may read, by key, for readers of a language.

    Each is the first in that language or, where there is none, in the nearest fallback language.
    """
    language = language_of(code)
    order = [language.code, *fallbacks_on(language)]
    homes = tuple(root.root_path for root in roots)
    here = [
        page for page in pages
        if page.landmark and page.live and not page.private
        and page.locale.language_code in order and page.url_path.startswith(homes)
    ]  # fmt: skip
    found: dict[str, Page] = {}
    for page in sorted(here, key=lambda page: order.index(page.locale.language_code)):
        found.setdefault(page.landmark, page)
    return found
