"""The shape of a part, and what all of them share: the rows that most plugins are about."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Part:
    """What one kind of contribution adds to a new plugin. `$slug` and the like are filled in by `writing`.

    option: what `--with` calls it. kind: the contribution's. needs: further parts that come with it.
    contribution: lines of `contribute()`. functions: below it. imports: of contributions.py, without the API's names,
    which are in `names`. models, model_imports, operations: of models.py and the first migration.
    views, view_imports: of views.py. urls, admin_urls: entries of urlpatterns. hooks: of wagtail_hooks.py.
    files: further files by name. messages: Japanese by English. tests, test_imports: of tests/test_<slug>.py.
    """

    option: str
    kind: str
    help: str
    needs: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()
    contribution: str = ""
    functions: str = ""
    models: str = ""
    model_imports: tuple[str, ...] = ()
    operations: str = ""
    views: str = ""
    view_imports: tuple[str, ...] = ()
    urls: str = ""
    admin_urls: str = ""
    hooks: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    messages: Mapping[str, str] = field(default_factory=dict)
    tests: str = ""
    test_imports: tuple[str, ...] = ()


DJANGO_MODELS = "from django.db import models"
GETTEXT = "from django.utils.translation import gettext_lazy as _"
SITE = "from wagtail.models import Site"
REQUEST = "from django.http import HttpRequest"
REVERSE = "from django.urls import reverse"
MAPPING = "from collections.abc import Mapping"
ANY = "from typing import Any"
ENTRY = "from .models import Entry"

ROWS = Part(
    option="roles",
    kind="role_permissions",
    help="rows that staff edit in the admin, and which staff groups may",
    names=("RolePermissions",),
    contribution="""
for role in ("editor", "moderator", "manager"):
    yield RolePermissions(role=role, model="$slug.Entry", actions=("add", "change", "delete"))
""",
    model_imports=(DJANGO_MODELS, GETTEXT, SITE, "from wagtail.search import index"),
    models='''
class Entry(index.Indexed, models.Model):
    """A row that belongs to one site."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+", verbose_name=_("site"))
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), blank=True)
    until = models.DateField(
        _("shown until"),
        null=True,
        blank=True,
        help_text=_("The last day. Left empty, it is shown until you delete it."),
    )

    search_fields = [index.SearchField("title"), index.SearchField("text"), index.FilterField("site")]

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title
''',
    operations="""
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("text", models.TextField(blank=True, verbose_name="text")),
                (
                    "until",
                    models.DateField(
                        blank=True,
                        help_text="The last day. Left empty, it is shown until you delete it.",
                        null=True,
                        verbose_name="shown until",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.site",
                        verbose_name="site",
                    ),
                ),
            ],
            options={"verbose_name": "entry", "verbose_name_plural": "entries", "ordering": ["title", "pk"]},
            bases=(wagtail.search.index.Indexed, models.Model),
        ),
""",
    hooks='''
class EntryViewSet(SiteScopedViewSet):
    """Staff see the rows of their own sites."""

    model = Entry
    icon = "list-ul"
    add_to_admin_menu = True
    menu_label = _("$name_en")
    list_display = ["title", "until"]
    search_fields = ["title", "text"]
    panels = ["title", "text", "until"]


register_snippet(EntryViewSet)
''',
    messages={
        "site": "サイト",
        "title": "見出し",
        "text": "本文",
        "shown until": "掲載の終わり",
        "The last day. Left empty, it is shown until you delete it.": (
            "掲載する最後の日です。空のままなら、削除するまで載せ続けます。"
        ),
        "entry": "項目",
        "entries": "項目",
    },
)
