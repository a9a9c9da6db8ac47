"""Links from the demo's pages to what other apps' demos make: set after all of them have run."""

from wagtail.models import Page

from cms.plugin_api import DemoContext
from home.models import HomePage, PublicationPage

from .load import LANGUAGES, facts, texts


def link_to_others(context: DemoContext) -> None:
    """Give publications their activity, and doors the page they are meant for, where it is there by now."""
    for item in facts("publications"):
        publication = PublicationPage.objects.filter(slug=item["id"], related_activity=None).first()
        activity = Page.objects.filter(slug=item.get("activity", ""), live=True).first()
        if publication and activity:
            publication.related_activity = activity
            publication.save_revision().publish()
    for code in LANGUAGES:
        home = HomePage.objects.filter(translation_key=context.home.translation_key, locale__language_code=code).first()
        if home:
            _open_doors(home, source=context.home, doors=texts(code, "pages")["home"]["doors"])


def _open_doors(home: HomePage, *, source: Page, doors: list[dict[str, str]]) -> None:
    """Point a door that stood in for another page to that page; doors that an editor changed are left alone.

    Without the page in the language of `home` the one below `source` is shown in its place.
    """
    changed = False
    for wanted in doors:
        if "otherwise" not in wanted:
            continue
        page = _below(home, wanted["page"]) or _below(source, wanted["page"])
        for door in home.doors:
            stands_in = door.value["page"] and door.value["page"].slug == wanted["otherwise"].rpartition("/")[2]
            if page and door.value["title"] == wanted["title"] and stands_in:
                door.value["page"] = page
                changed = True
    if changed:
        home.save_revision().publish()


def _below(home: Page, slug: str) -> Page | None:
    return Page.objects.child_of(home).live().filter(slug=slug).first()
