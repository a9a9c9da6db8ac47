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
PANEL = Part(
    option="panel",
    kind="event_panel",
    help="facts of events, which staff write down in the event's workspace and visitors read on its page",
    names=("EventPanel", "SlotFill"),
    imports=(
        MAPPING, ANY, GETTEXT, "from django.template.loader import render_to_string",
        "from wagtail.admin.panels import MultiFieldPanel", "from .models import EventNote",
    ),
    contribution="""
yield EventPanel(
    key="note",
    model="$slug.EventNote",
    panel=MultiFieldPanel(["to_bring"], heading=_("$name_en")),
)
yield SlotFill(slot="event.after", render=event_note)
""",
    functions='''
def event_note(context: Mapping[str, Any]) -> str:
    """Below the words of an event: what staff have written down in its workspace."""
    note = EventNote.objects.filter(event=context["page"].translation_key).exclude(to_bring="").first()
    return render_to_string("$slug/event.html", {"note": note}) if note else ""
''',
    model_imports=("from django.db import models", GETTEXT, "from cms.plugin_api.models import EventExtension"),
    models='''
class EventNote(EventExtension):
    """What this plugin keeps about an event: one row, whatever the number of languages."""

    to_bring = models.CharField(_("what to bring"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("note about an event")
        verbose_name_plural = _("notes about events")

    def __str__(self) -> str:
        return self.to_bring
''',
    operations="""
        migrations.CreateModel(
            name="EventNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event", models.UUIDField(editable=False, unique=True, verbose_name="event")),
                ("to_bring", models.CharField(blank=True, max_length=200, verbose_name="what to bring")),
            ],
            options={"verbose_name": "note about an event", "verbose_name_plural": "notes about events"},
        ),
""",
    files={
        "templates/$slug/event.html": """
{% load i18n %}
<section class="notice">
  <h2>{% translate "What to bring" %}</h2>
  <p>{{ note.to_bring }}</p>
</section>
"""
    },
    messages={
        "what to bring": "持ち物",
        "What to bring": "持ち物",
        "note about an event": "イベントについてのメモ",
        "notes about events": "イベントについてのメモ",
    },
    test_imports=(
        "from uuid import uuid4", "from django.contrib.auth import get_user_model",
        "from events.models import EventIndexPage, EventPage", "from events.registration.models import Event",
    ),
    tests="""
def test_what_staff_write_down_stands_on_the_page_of_the_event(site, client):
    home = site.root_page.specific
    index = home.add_child(instance=EventIndexPage(title="イベント", slug=uuid4().hex, locale=home.locale))
    page = index.add_child(instance=EventPage(title="講座", slug="lecture", locale=home.locale))
    event = Event.objects.create(page_key=page.translation_key, site=site, kind="course")
    client.force_login(get_user_model().objects.create_superuser("staff", "staff@example.org", "a long password"))
    client.post(reverse("event_workspace:extension", args=[event.pk, "$slug", "note"]), {"to_bring": "筆記用具"})
    assert "筆記用具" in client.get(page.url).content.decode()
""",
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
PARTS = (SETTINGS, PANEL, SCHEDULE, LISTENER, STAFF, REPORT, DEMO)
