"""Parts that visitors see."""

from .parts import ANY, ENTRY, GETTEXT, MAPPING, REQUEST, REVERSE, SITE, Part

PAGE = Part(
    option="page",
    kind="page_type",
    help="a page type that editors add below the home page",
    names=("PageType",),
    contribution="""
yield PageType(model="$slug.${camel}Page", under=("home.HomePage",))
""",
    model_imports=(
        GETTEXT,
        "from cms.core.blocks.body import body_blocks",
        "from cms.core.fields import StreamField",
        "from cms.core.models import BasePage",
    ),
    models='''
class ${camel}Page(BasePage):
    """A page with a body of blocks."""

    template = "$slug/page.html"
    body = StreamField(body_blocks(), blank=True, verbose_name=_("body"))

    content_panels = [*BasePage.content_panels, "body"]

    class Meta:
        verbose_name = _("Page of $name_en")
        verbose_name_plural = _("Pages of $name_en")
''',
    operations="""
        migrations.CreateModel(
            name="${camel}Page",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                ("body", cms.core.fields.StreamField(blank=True, verbose_name="body")),
                (
                    "social_image",
                    models.ForeignKey(
                        blank=True,
                        help_text=(
                            "Shown when somebody shares the page, for example on LINE. 1200 by 630 pixels or larger."
                        ),
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="media.customimage",
                        verbose_name="picture for sharing",
                    ),
                ),
            ],
            options={"verbose_name": "Page of $name_en", "verbose_name_plural": "Pages of $name_en"},
            bases=("wagtailcore.page",),
        ),
""",
    files={
        "templates/$slug/page.html": """
{% extends "base.html" %}
{% load wagtailcore_tags %}
{% block content %}
  {% include "components/page_header.html" with title=page.title only %}
  <div class="prose">{% include_block page.body %}</div>
{% endblock %}
"""
    },
    messages={"body": "本文", "Page of $name_en": "$name_jaのページ", "Pages of $name_en": "$name_jaのページ"},
)
BLOCK = Part(
    option="block",
    kind="block",
    help="a block for the bodies of pages",
    names=("Block",),
    imports=("from wagtail import blocks", GETTEXT),
    contribution="""
yield Block(name="note", factory=note_block, zones=("body",), group=_("$name_en"))
""",
    functions='''
def note_block() -> blocks.Block:
    """A few words in a frame."""
    return blocks.StructBlock(
        [("title", blocks.CharBlock(label=_("title"))), ("text", blocks.TextBlock(label=_("text")))],
        icon="clipboard-list",
        label=_("Note"),
        template="$slug/note.html",
    )
''',
    files={
        "templates/$slug/note.html": """
<aside class="notice">
  <p><strong>{{ value.title }}</strong> {{ value.text }}</p>
</aside>
"""
    },
    messages={"title": "見出し", "text": "本文", "Note": "ひとこと"},
)
URLS = Part(
    option="urls",
    kind="urls",
    help="public addresses: a list of the rows",
    needs=("roles",),
    names=("Urls",),
    contribution="""
yield Urls(module="plugins.$slug.urls")
""",
    urls='path("", views.entries, name="list")',
    view_imports=(REQUEST, "from django.http import HttpResponse", "from django.shortcuts import render"),
    views='''
def entries(request: HttpRequest) -> HttpResponse:
    """Everything that is shown today, at the address /<language>/$slug/."""
    return render(request, "$slug/list.html", {"entries": queries.shown(request)})
''',
    files={
        "templates/$slug/list.html": """
{% extends "base.html" %}
{% load i18n %}
{% block title %}{% translate "$name_en" %}{% endblock %}
{% block content %}
  {% translate "$name_en" as heading %}
  {% include "components/page_header.html" with title=heading only %}
  {% if entries %}
    <ul>
      {% for entry in entries %}
        <li>
          <strong>{{ entry.title }}</strong>
          {{ entry.text|linebreaksbr }}
        </li>
      {% endfor %}
    </ul>
  {% else %}
    {% translate "Nothing is shown at the moment." as nothing %}
    {% include "components/empty.html" with title=nothing only %}
  {% endif %}
{% endblock %}
""",
        "queries.py": '''
"""Which rows, for whom."""

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Site

from .models import Entry


def shown(request: HttpRequest) -> QuerySet[Entry]:
    """Return the rows that visitors of the request's site may see today."""
    return shown_on(Site.find_for_request(request))


def shown_on(site: Site | None) -> QuerySet[Entry]:
    """Return the rows that visitors of a site may see today."""
    today = timezone.localdate()
    return Entry.objects.filter(Q(until__isnull=True) | Q(until__gte=today), site=site)
''',
    },
    messages={"Nothing is shown at the moment.": "いま掲載しているものはありません。"},
    test_imports=("from plugins.$slug.models import Entry",),
    tests="""
def test_the_list_shows_the_rows_of_its_own_site(site, client):
    Entry.objects.create(site=site, title="ここにある")
    other = Site.objects.create(hostname="other.example", root_page=site.root_page)
    Entry.objects.create(site=other, title="よそにある")
    page = client.get(reverse("plugins:$slug:list")).content.decode()
    assert "ここにある" in page
    assert "よそにある" not in page


def test_the_list_says_when_there_is_nothing(site, client):
    assert "いま掲載しているものはありません。" in client.get(reverse("plugins:$slug:list")).content.decode()
""",
)
MENU = Part(
    option="menu",
    kind="menu_item",
    help="a link in the site's navigation",
    needs=("urls",),
    names=("MenuItem",),
    imports=(REQUEST, REVERSE, GETTEXT),
    contribution="""
yield MenuItem(key="list", label=_("$name_en"), url=list_url)
""",
    functions="""
def list_url(request: HttpRequest) -> str:
    return reverse("plugins:$slug:list")
""",
)
SLOT = Part(
    option="slot",
    kind="slot",
    help="a few words at a named place of core's templates",
    names=("SlotFill",),
    imports=(MAPPING, ANY, "from django.template.loader import render_to_string"),
    contribution="""
yield SlotFill(slot="footer", render=footer)
""",
    functions="""
def footer(context: Mapping[str, Any]) -> str:
    return render_to_string("$slug/footer.html")
""",
    files={"templates/$slug/footer.html": '{% load i18n %}<div class="wrap"><p>{% translate "$name_en" %}</p></div>\n'},
)
FILTER = Part(
    option="filter",
    kind="html_filter",
    help="a change of finished public pages",
    names=("HtmlFilter",),
    imports=("from django.http import HttpRequest, HttpResponse",),
    contribution="""
yield HtmlFilter(key="marks", wanted=is_wanted, change=marked)
""",
    functions='''
def is_wanted(request: HttpRequest) -> bool:
    """Whether this visitor's pages are to be changed: ask cookies and the language, no database."""
    return True


def marked(request: HttpRequest, response: HttpResponse, html: str) -> str:
    """Set the plugin's name on the page, for its own style sheet."""
    return html.replace("<html ", '<html data-$slug="" ', 1)
''',
    tests="""
def test_pages_are_marked(client: Client, db: None) -> None:
    assert "data-$slug" in client.get("/ja/").content.decode()
""",
    test_imports=("from django.test import Client",),
)
HOME = Part(
    option="home",
    kind="home_section",
    help="a section of the home page",
    needs=("urls",),
    names=("HomeSection",),
    imports=(MAPPING, ANY, REQUEST, GETTEXT, "from . import queries"),
    contribution="""
yield HomeSection(key="latest", label=_("$name_en"), template="$slug/home.html", context=home_section)
""",
    functions='''
def home_section(request: HttpRequest, page: Any) -> Mapping[str, Any] | None:
    """One query, however many rows there are; nothing to show hides the section."""
    entries = list(queries.shown(request)[:3])
    return {"entries": entries} if entries else None
''',
    files={
        "templates/$slug/home.html": """
{% load i18n %}
<div class="head">
  <h2>{% translate "$name_en" %}</h2>
  <a href="{% url "plugins:$slug:list" %}">{% translate "See all" %}</a>
</div>
<ul>
  {% for entry in entries %}<li>{{ entry.title }}</li>{% endfor %}
</ul>
"""
    },
    messages={"See all": "すべて見る"},
)
SEARCH = Part(
    option="search",
    kind="search_kind",
    help="rows among the results of the site's search",
    needs=("urls",),
    names=("SearchKind",),
    imports=(
        "from django.db.models import QuerySet", REVERSE, GETTEXT, SITE, ENTRY,
        "from cms.plugin_api.contributions import ResultCard", "from . import queries",
    ),
    contribution="""
yield SearchKind(key="$slug", label=_("$name_en"), model="$slug.Entry", queryset=searched, card=card)
""",
    functions='''
def searched(site: Site) -> QuerySet[Entry]:
    """What the list shows and nothing else: no search finds what is over."""
    return queries.shown_on(site)


def card(entry: Entry) -> ResultCard:
    return ResultCard(title=entry.title, url=reverse("plugins:$slug:list"), text=entry.text)
''',
    test_imports=(
        "from datetime import timedelta", "from django.utils import timezone",
        "from plugins.$slug import contributions", "from plugins.$slug.models import Entry",
    ),
    tests="""
def test_no_search_finds_what_is_over(site):
    yesterday = timezone.localdate() - timedelta(days=1)
    Entry.objects.create(site=site, title="昨日まで", until=yesterday)
    Entry.objects.create(site=site, title="ずっと")
    assert [entry.title for entry in contributions.searched(site)] == ["ずっと"]
""",
)  # fmt: skip
API = Part(
    option="api",
    kind="api_endpoint",
    help="a read-only address for programs",
    needs=("urls",),
    names=("ApiEndpoint",),
    imports=(REQUEST, "from django.http import JsonResponse", "from . import queries"),
    contribution="""
yield ApiEndpoint(name="entries", view=as_json)
""",
    functions='''
def as_json(request: HttpRequest) -> JsonResponse:
    """At /api/v1/plugins/$slug/entries/."""
    entries = queries.shown(request).values("title", "text", "until")
    return JsonResponse({"entries": list(entries)})
''',
    test_imports=("from plugins.$slug.models import Entry",),
    tests="""
def test_programs_read_the_rows(site, client):
    Entry.objects.create(site=site, title="ここにある")
    found = client.get("/api/v1/plugins/$slug/entries/").json()["entries"]
    assert [entry["title"] for entry in found] == ["ここにある"]
""",
)
NEWSLETTER = Part(
    option="newsletter",
    kind="newsletter_section",
    help="a part of a letter that fills itself",
    needs=("urls",),
    names=("NewsletterSection", "LetterContext", "LetterItem"),
    imports=(
        "from collections.abc import Iterable", "from django.db.models import Q", "from django.utils import timezone",
        REVERSE, GETTEXT, ENTRY,
    ),
    contribution="""
yield NewsletterSection(key="entries", title=_("$name_en"), items=letter_items)
""",
    functions='''
def letter_items(context: LetterContext) -> Iterable[LetterItem]:
    """What can be read when the letter comes; each reader gets it once."""
    day, url = timezone.localdate(context.until), reverse("plugins:$slug:list")
    for entry in Entry.objects.filter(Q(until__isnull=True) | Q(until__gte=day), site=context.site)[:5]:
        yield LetterItem(key=str(entry.pk), title=entry.title, url=url, text=entry.text)
''',
    test_imports=(
        "from datetime import timedelta", "from django.utils import timezone", "from cms.core import letter_sections",
        "from cms.plugin_api import LetterContext", "from plugins.$slug.models import Entry",
    ),
    tests="""
def test_a_letter_has_the_rows_of_its_site(site):
    Entry.objects.create(site=site, title="ここにある")
    now = timezone.now()
    letter = letter_sections.fill(LetterContext(site=site, language="ja", since=now - timedelta(days=7), until=now))
    assert [item.title for section in letter.filled for item in section.items] == ["ここにある"]
""",
)  # fmt: skip
LANDMARK = Part(
    option="landmark",
    kind="landmark",
    help="a name under which others find your page",
    needs=("page",),
    names=("Landmark",),
    contribution="""
yield Landmark(key="$slug", model="$slug.${camel}Page")
""",
)
PARTS = (PAGE, LANDMARK, BLOCK, URLS, MENU, SLOT, FILTER, HOME, SEARCH, API, NEWSLETTER)
