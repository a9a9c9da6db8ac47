from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cms.search.analysis import ANALYSER_VERSION
from cms.search.checks import DATABASE_INDEX, IndexAge, index_age
from cms.search.models import IndexState


class Command(BaseCommand):
    help = "Says whether the search index was made by the present analyser; ends with an error when it was not."

    def handle(self, *args: Any, **options: Any) -> None:
        state = IndexState.objects.filter(backend=DATABASE_INDEX).first()
        age = index_age()
        self.stdout.write(_("Analyser: version %(version)s") % {"version": ANALYSER_VERSION})
        if state:
            self.stdout.write(
                _("Index: version %(version)s, rebuilt %(date)s")
                % {"version": state.analyser_version, "date": f"{state.rebuilt_at:%Y-%m-%d %H:%M}"}
            )
        if age is IndexAge.EMPTY:
            self.stdout.write(_("Index: empty"))
        elif age is not IndexAge.CURRENT:
            raise CommandError(_("The index does not match the analyser. Run manage.py update_index."))
