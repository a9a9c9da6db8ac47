"""Parts that staff see, and what works in the background."""

from .parts import ANY, ENTRY, GETTEXT, MAPPING, REQUEST, SITE, Part

SETTINGS = Part(
    option="settings",
    kind="site_settings",
    help="settings that staff change per site",
    names=("SiteSettings",),
    contribution="""
yield SiteSettings(model="$slug.${camel}Settings")
""",
    model_imports=(
        "from django.db import models", GETTEXT, "from wagtail.contrib.settings.models import BaseSiteSetting",
    ),
    models='''
class ${camel}Settings(BaseSiteSetting):
    """What a centre decides for itself."""

    introduction = models.CharField(_("introduction"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("$name_en")
''',
    operations="""
        migrations.CreateModel(
            name="${camel}Settings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("introduction", models.CharField(blank=True, max_length=200, verbose_name="introduction")),
                (
                    "site",
                    models.OneToOneField(
                        editable=False, on_delete=django.db.models.deletion.CASCADE, to="wagtailcore.site"
                    ),
                ),
            ],
            options={"verbose_name": "$name_en"},
        ),
""",
    messages={"introduction": "はじめの一文"},
)  # fmt: skip
SCHEDULE = Part(
    option="schedule",
    kind="schedule",
    help="work that is done now and then",
    needs=("roles",),
    names=("Schedule",),
    imports=("from datetime import datetime, timedelta", "from django.utils import timezone", SITE, ENTRY),
    contribution="""
yield Schedule(key="take_down", run=take_down, when=timedelta(hours=6))
""",
    functions='''
def take_down(*, now: datetime, site: Site) -> None:
    """Delete what was over a month ago. Safe to run again."""
    long_ago = timezone.localdate(now) - timedelta(days=31)
    Entry.objects.filter(site=site, until__lt=long_ago).delete()
''',
    test_imports=("from datetime import timedelta", "from django.utils import timezone",
                  "from plugins.$slug import contributions", "from plugins.$slug.models import Entry"),
    tests='''
def test_what_was_over_long_ago_is_taken_down(site):
    now = timezone.now()
    for days in (40, 20):
        Entry.objects.create(site=site, title=f"{days} days", until=timezone.localdate(now) - timedelta(days=days))
    contributions.take_down(now=now, site=site)
    assert [entry.title for entry in Entry.objects.all()] == ["20 days"]
''',
)  # fmt: skip
LISTENER = Part(
    option="listener",
    kind="listener",
    help="something to do when something has happened",
    names=("Listener",),
    imports=("import logging", "from cms.plugin_api.facts import PagePublished"),
    contribution="""
yield Listener(event="page_published", handle=page_published)
""",
    functions='''
def page_published(fact: PagePublished) -> None:
    """Called after the page is stored; what is raised here undoes nothing."""
    logging.getLogger(__name__).info("page %s was published", fact.page_id)
''',
)
STAFF = Part(
    option="staff",
    kind="staff_panel",
    help="a card on the first screen of the admin",
    needs=("roles",),
    names=("StaffPanel",),
    imports=(MAPPING, ANY, REQUEST, "from django.utils import timezone", SITE, ENTRY),
    contribution="""
yield StaffPanel(key="ending", template="$slug/admin/ending.html", context=ending)
""",
    functions='''
def ending(request: HttpRequest) -> Mapping[str, Any] | None:
    """What is shown for the last time today; nothing hides the card."""
    today = timezone.localdate()
    entries = list(Entry.objects.filter(site=Site.find_for_request(request), until=today)[:5])
    return {"entries": entries} if entries else None
''',
    files={
        "templates/$slug/admin/ending.html": """
{% load i18n %}
<h3>{% translate "Shown for the last time today" %}</h3>
<ul>
  {% for entry in entries %}<li>{{ entry.title }}</li>{% endfor %}
</ul>
"""
    },
    messages={"Shown for the last time today": "今日で掲載が終わるもの"},
)
REPORT = Part(
    option="report",
    kind="report",
    help="a report in the admin",
    needs=("roles",),
    names=("Report", "Urls"),
    imports=(GETTEXT,),
    contribution="""
yield Urls(module="plugins.$slug.admin_urls", scope="admin")
yield Report(key="entries", label=_("$name_en"), url_name="plugins_admin:$slug:report")
""",
    admin_urls='path("report/", views.report, name="report")',
    view_imports=(
        REQUEST, "from django.http import HttpResponse", "from django.shortcuts import render", SITE, ENTRY,
    ),
    views='''
def report(request: HttpRequest) -> HttpResponse:
    """Every row of the site, also those that are not shown any more."""
    entries = Entry.objects.filter(site=Site.find_for_request(request)).order_by("-until")
    return render(request, "$slug/admin/report.html", {"entries": entries})
''',
    files={
        "templates/$slug/admin/report.html": """
{% extends "wagtailadmin/generic/base.html" %}
{% load i18n %}
{% block titletag %}{% translate "$name_en" %}{% endblock %}
{% block main_content %}
  <h1>{% translate "$name_en" %}</h1>
  <table class="listing">
    <thead><tr><th>{% translate "title" %}</th><th>{% translate "shown until" %}</th></tr></thead>
    <tbody>
      {% for entry in entries %}
        <tr><td>{{ entry.title }}</td><td>{{ entry.until|default:"" }}</td></tr>
      {% empty %}
        <tr><td colspan="2">{% translate "There is nothing here yet." %}</td></tr>
      {% endfor %}
    </tbody>
  </table>
{% endblock %}
"""
    },
    messages={"There is nothing here yet.": "まだ何もありません。", "shown until": "掲載の終わり", "title": "見出し"},
)  # fmt: skip
DEMO = Part(
    option="demo",
    kind="demo",
    help="content for the demo centre",
    needs=("roles",),
    names=("Demo", "DemoContext"),
    imports=(ENTRY,),
    contribution="""
yield Demo(key="entries", load=load_demo)
""",
    functions='''
def load_demo(context: DemoContext) -> None:
    """Leaves alone what is there already."""
    for title in ("はじめての方へ", "今月のお知らせ", "使い方のヒント"):
        Entry.objects.get_or_create(site=context.site, title=title)
''',
)
PARTS = (SETTINGS, SCHEDULE, LISTENER, STAFF, REPORT, DEMO)
