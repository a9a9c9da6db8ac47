"""Addresses that contributions name: each must be there."""

from collections.abc import Iterable, Iterator, Sequence

from django.urls import NoReverseMatch, URLResolver, reverse
from django.urls.resolvers import RegexPattern

from cms.plugin_api import Report, Urls
from cms.plugin_host.boot import Reason

from .declared import Declared


def faults(declared: Sequence[Declared]) -> Iterator[Reason]:
    """Yield every report whose address nobody has: it would be missing from the menu without a word."""
    for each in declared:
        if isinstance(each.contribution, Report):
            yield from _report(each, declared)


def _report(report: Declared, declared: Sequence[Declared]) -> Iterator[Reason]:
    name = report.contribution.url_name  # type: ignore[attr-defined]
    own = f"plugins_admin:{report.plugin.slug}:"
    known = sorted(own + each for each in _names(declared))
    if name in known:
        return
    if not name.startswith(own):
        try:
            reverse(name)
            return
        except NoReverseMatch:
            pass
        except Exception:  # the site's addresses cannot be read: said of whom they belong to
            return
    yield report.fault("unknown_name", field="url_name", value=name, known=", ".join(known))


def _names(declared: Iterable[Declared]) -> Iterator[str]:
    """The names of the plugin's own addresses in the admin."""
    for each in declared:
        if isinstance(each.contribution, Urls) and each.contribution.scope == "admin":
            try:
                names = URLResolver(RegexPattern(r"^/"), each.contribution.module).reverse_dict
            except Exception:  # of the plugin's own module: said of its addresses
                continue
            yield from (name for name in names if isinstance(name, str))
