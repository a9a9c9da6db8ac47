"""Everything that an app or a plugin can add to the site: frozen, typed, declared in `contribute()`.

Models are named by label ("activities.ActivityPage") and modules by path, so that declaring costs no import. A
callable gets all that it needs as arguments and must not keep state.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar, Literal

from django.http import HttpRequest, HttpResponse

from .given import BoxTicked, BoxWords, DemoContext, LetterContext, LetterItem, Text


@dataclass(frozen=True, kw_only=True)
class Contribution:
    """One addition. `plugin` is filled in by the registry with the slug of the app that contributed it.

    order: lower comes first; ties are broken by the plugin's slug, then by `identity`.
    """

    kind: ClassVar[str] = ""
    order: int = 1000
    plugin: str = field(default="", compare=False)

    @property
    def identity(self) -> str:
        """What must be unique among one plugin's contributions of this kind."""
        for name in ("key", "name", "label", "model", "slot", "event", "module"):
            value = getattr(self, name, None)
            if isinstance(value, str):
                return value
        return ""


@dataclass(frozen=True, kw_only=True)
class PageType(Contribution):
    """A page model and the page models below which editors may add it. model, under: labels ("home.HomePage")."""

    kind = "page_type"
    model: str
    under: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Block(Contribution):
    """A StreamField block for the named zones; stored as `<plugin>__<name>`.

    factory: gives a new Wagtail block each time. zones: of `cms.plugin_api.places.ZONES`. group: the heading under
    which editors choose it; "" for none.
    """

    kind = "block"
    name: str
    factory: Callable[[], Any]
    zones: tuple[str, ...]
    group: Text = ""


@dataclass(frozen=True, kw_only=True)
class EventPanel(Contribution):
    """Facts that a plugin keeps about an event, in the workspace of events: shown at a tab, changed on a screen.

    model: label of the plugin's own heir of `cms.plugin_api.models.EventExtension`. panel: a Wagtail panel over its
    fields, with a heading. tab: where it is shown, one of `cms.plugin_api.places.EVENT_TABS`. permission: the
    "app.codename" a person needs to see it at all; to change it one must be allowed to change the event besides.
    more: given the request and the event, safe HTML that stands below these facts, such as what the plugin can do with
    the event; "" for none.
    """

    kind = "event_panel"
    key: str
    model: str
    panel: Any
    tab: str = "overview"
    permission: str = ""
    more: Callable[..., str] | None = None


@dataclass(frozen=True, kw_only=True)
class MenuItem(Contribution):
    """A link in the site's own navigation or in the admin menu.

    section: "main", "footer" (public) or "admin". url: given the request, the address, or None to hide the item. In
    the public menus it is remembered for all visitors of a site in a language until something is published, so it must
    depend on pages and settings only. permission: for the admin, the "app.codename" a user needs.
    """

    kind = "menu_item"
    key: str
    label: Text
    url: Callable[[HttpRequest], str | None]
    section: Literal["main", "footer", "admin"] = "main"
    icon: str = ""
    permission: str = ""


@dataclass(frozen=True, kw_only=True)
class Landmark(Contribution):
    """A page that others lead to without knowing its app: of a model, one in each language.

    key: by which it is asked for ("news", `cms.core.navigation`). model: label of the page model. where: what the
    page must be besides, as lookups of that model. Landmarks are looked up together; however many there are costs
    nothing.
    """

    kind = "landmark"
    key: str
    model: str
    where: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Urls(Contribution):
    """A URL module, without an `app_name`.

    Public: below /<language>/<prefix or slug>/, names `plugins:<slug>:<name>`. Admin: below /admin/plugins/<slug>/,
    names `plugins_admin:<slug>:<name>`, for people who may enter the admin; the views check everything else.
    """

    kind = "urls"
    module: str
    prefix: str = ""
    scope: Literal["public", "admin"] = "public"


@dataclass(frozen=True, kw_only=True)
class Schedule(Contribution):
    """Work for Celery's beat (or `manage.py tick`), every `when`.

    `run(*, now)` is called once, if the plugin is on for at least one site; `run(*, now, site)` is called for each site
    where it is on. now: an aware time. when: the least time between two starts. What
    it does must be safe to do again: after a crash it is. An error is kept for staff, and one run of a plugin's that
    takes longer than `cms.core.schedules.LONGEST` seconds is ended.
    """

    kind = "schedule"
    key: str
    run: Callable[..., Any]
    when: timedelta


@dataclass(frozen=True, kw_only=True)
class NewsletterSection(Contribution):
    """A part of a letter that fills itself: `items(context)` gives what is new, the most important first.

    It is asked once for each letter, language, topic and area, in the guard: a section that fails or takes longer than
    `cms.core.letter_sections.LONGEST` seconds is left out of that letter, and whoever sends it is told.
    deadlines: whether each entry is a deadline: readers who want nothing else get these.
    """

    kind = "newsletter_section"
    key: str
    title: Text
    items: Callable[[LetterContext], Iterable[LetterItem]]
    deadlines: bool = False


@dataclass(frozen=True, kw_only=True)
class MailKind(Contribution):
    """Names a kind of mail that an app queues, for staff: "registration.confirmed", "Confirmation of a registration".

    name: as it is queued; of a plugin it begins with the slug and a dot.
    """

    kind = "mail_kind"
    name: str
    label: Text


@dataclass(frozen=True, kw_only=True)
class FormBox(Contribution):
    """A box at the end of a form of core, never ticked beforehand, which needs nothing but a mail address.

    form: "registration", by which people register for an event. words(request): what stands beside it, or None for no
    box. accept(ticked): what then happens, after the form's own work is stored; it must be safe to do again. A process
    that is killed in between accepts nothing, and what it raises undoes nothing.
    """

    kind = "form_box"
    key: str
    words: Callable[[HttpRequest], BoxWords | None]
    accept: Callable[[BoxTicked], None]
    form: Literal["registration"] = "registration"


@dataclass(frozen=True, kw_only=True)
class ApiEndpoint(Contribution):
    """A read-only view at /api/v1/plugins/<plugin>/<name>/."""

    kind = "api_endpoint"
    name: str
    view: Callable[..., Any]


@dataclass(frozen=True, kw_only=True)
class SlotFill(Contribution):
    """HTML for a named place in a core template: `render(context)` returns safe markup or an empty string."""

    kind = "slot"
    slot: str
    render: Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True, kw_only=True)
class HtmlFilter(Contribution):
    """Changes the HTML of public pages when it is finished: furigana, for example.

    `wanted(request)` says at little cost whether this visitor's pages are to be changed at all; `change(request,
    response, html)` returns the new HTML. The response is there to be read: its status and what its headers say of
    caching. The number of queries must not depend on what the page shows.
    """

    kind = "html_filter"
    key: str
    wanted: Callable[[HttpRequest], bool]
    change: Callable[[HttpRequest, HttpResponse, str], str]


@dataclass(frozen=True, kw_only=True)
class SiteSettings(Contribution):
    """A settings model that staff edit per site, in the Settings menu; do not register it with Wagtail yourself."""

    kind = "site_settings"
    model: str
    icon: str = "cog"


@dataclass(frozen=True, kw_only=True)
class Listener(Contribution):
    """`handle(fact)` after the fact's transaction has committed, isolated from the caller and from other listeners.

    event: of `cms.plugin_api.facts.FACTS`; each fact says there when it is not announced.
    """

    kind = "listener"
    event: str
    handle: Callable[..., None]


@dataclass(frozen=True, kw_only=True)
class HomeSection(Contribution):
    """A section of the home page.

    template: rendered with what `context(request, page)` returns; None hides the section. The number of queries
    must not depend on how much content there is. A list of class `few` shows two entries on a phone: only where the
    section leads to all of them.
    """

    kind = "home_section"
    key: str
    label: Text
    template: str
    context: Callable[[HttpRequest, Any], Mapping[str, Any] | None]


@dataclass(frozen=True, kw_only=True)
class StaffPanel(Contribution):
    """A card in 今日のセンター on the admin's home: `context(request)` returns None when there is nothing to show."""

    kind = "staff_panel"
    key: str
    template: str
    context: Callable[[HttpRequest], Mapping[str, Any] | None]


@dataclass(frozen=True, kw_only=True)
class SearchKind(Contribution):
    """A kind of thing that the site's search and the keyword pages list under its own heading.

    model: label of an indexed model. queryset(site): the rows a visitor may see, ready for search, with everything
    that `card` reads selected. card(instance): what a result shows. tagged(rows, keyword): those of such rows
    that carry the keyword, in the order of a list, or None when this kind has no keywords. counts(site): pairs of
    keyword id and number of visible rows, as a `values_list`; all kinds are counted with one query.
    rows(request), cards(request, instances): the same as queryset and card where there is a request, and what it has
    already looked up saves queries; a card without an address is left out.
    """

    kind = "search_kind"
    key: str
    label: Text
    model: str
    queryset: Callable[[Any], Any]
    card: Callable[[Any], "ResultCard"]
    tagged: Callable[[Any, Any], Any] | None = None
    counts: Callable[[Any], Any] | None = None
    rows: Callable[[HttpRequest], Any] | None = None
    cards: Callable[[HttpRequest, Sequence[Any]], Sequence["ResultCard"]] | None = None


@dataclass(frozen=True, kw_only=True)
class ResultCard:
    """One row of a result list. `text` is plain text from which the highlighted snippet is cut.

    lang: of title and text, where they are not in the visitor's language. text_lang: of the text alone.
    """

    title: str
    url: str
    text: str = ""
    meta: Sequence[Text] = ()
    lang: str = ""
    text_lang: str = ""


@dataclass(frozen=True, kw_only=True)
class Report(Contribution):
    """A report in the admin's Reports menu."""

    kind = "report"
    key: str
    label: Text
    url_name: str
    icon: str = "list-ul"
    permission: str = ""


@dataclass(frozen=True, kw_only=True)
class RolePermissions(Contribution):
    """Permissions that one of the staff groups gets once, on every site; what staff take away stays away.

    role: a key of `cms.core.roles.ROLES`. model: its label. actions: of Django's and Wagtail's permission names,
    such as "add", "change", "publish".
    """

    kind = "role_permissions"
    role: str
    model: str
    actions: tuple[str, ...]

    @property
    def identity(self) -> str:
        return f"{self.role}:{self.model}"


@dataclass(frozen=True, kw_only=True)
class Demo(Contribution):
    """Loads demo content; called once per empty database, in one transaction, in order."""

    kind = "demo"
    key: str
    load: Callable[[DemoContext], None]


KINDS: Mapping[str, type[Contribution]] = {
    cls.kind: cls
    for cls in (
        PageType, Block, EventPanel, MenuItem, Landmark, Urls, Schedule, NewsletterSection, ApiEndpoint, SlotFill,
        SiteSettings, Listener, HomeSection, StaffPanel, SearchKind, Report, RolePermissions, Demo, FormBox, MailKind,
        HtmlFilter,
    )
}  # fmt: skip
