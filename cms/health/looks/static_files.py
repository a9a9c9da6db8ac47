"""Are the styles and scripts of this release where web looks for them?"""

from collections.abc import Iterator
from datetime import datetime

from django.apps import apps
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from cms.health.findings import Finding, Level

PART = pgettext_lazy("health", "Styles and scripts")


def look(*, now: datetime) -> Iterator[Finding]:
    missing = missing_files()
    if missing:
        said = ngettext_lazy(
            "%(number)d file for browsers is missing, so pages show an error or look wrong.",
            "%(number)d files for browsers are missing, so pages show an error or look wrong.",
            missing,
        ) % {"number": missing}
        remedy = _("Run manage.py collectstatic --noinput and restart web.")
        yield Finding("static", Level.TROUBLE, PART, said, remedy)
    else:
        yield Finding("static", Level.GOOD, PART, _("The files for browsers are there."))


def missing_files() -> int:
    """Return how many files of this release were not collected, or are gone since; 0 where none need be collected."""
    if not isinstance(staticfiles_storage, ManifestFilesMixin):
        return 0
    ignored = apps.get_app_config("staticfiles").ignore_patterns  # type: ignore[attr-defined]
    wanted = {name for finder in get_finders() for name, _storage in finder.list(ignored)}
    # Read again: this process may be older than the files.
    collected, _hash = staticfiles_storage.load_manifest()
    return sum(name not in collected or not staticfiles_storage.exists(collected[name]) for name in wanted)
