"""What letters add to a site."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Site

from cms.mail.models import Channel
from cms.plugin_api import (
    BoxTicked,
    BoxWords,
    Contribution,
    Demo,
    FormBox,
    HomeSection,
    Landmark,
    Listener,
    MailKind,
    PageType,
    Report,
    RolePermissions,
    Schedule,
    SearchKind,
    SiteSettings,
    SlotFill,
    StaffPanel,
    Urls,
)
from cms.plugin_api.facts import ConsentWithdrawn

from . import demo, demo_digests, demo_letters, elsewhere, links, services
from .admin.digests import today as digests_today
from .admin.letters import today
from .models import Topic
from .states import Frequency
from .wording import names

EDITED = ("Topic", "Area")
PAGES = (
    ("newsletters.NewsletterIndexPage", "home.HomePage"),
    ("newsletters.NewsletterIssue", "newsletters.NewsletterIndexPage"),
)


def contribute() -> Iterable[Contribution]:
    for role in ("newsletter", "manager"):
        for model in EDITED:
            yield RolePermissions(role=role, model=f"newsletters.{model}", actions=("add", "change", "delete"))
        yield RolePermissions(role=role, model="newsletters.Subscriber", actions=("add", "change", "delete", "view"))
        yield RolePermissions(role=role, model="newsletters.SubscriberImport", actions=("add",))
        yield RolePermissions(role=role, model="newsletters.Sending", actions=("view", "change"))
        yield RolePermissions(role=role, model="newsletters.DigestRule", actions=("add", "change", "delete", "view"))
        yield RolePermissions(role=role, model="newsletters.LetterSettings", actions=("change",))
    for model, above in PAGES:
        yield PageType(model=model, under=(above,))
    yield Landmark(key="letters", model="newsletters.NewsletterIndexPage")
    yield SiteSettings(model="newsletters.LetterSettings", icon="mail")
    yield Urls(module="plugins.newsletters.urls")
    yield SlotFill(slot="footer", render=footer, order=500)
    yield SlotFill(slot="letter.stop", render=own_page)
    yield Listener(event="consent_withdrawn", handle=consent_withdrawn)
    yield HomeSection(
        key="letters", label=gettext_lazy("Letters by mail"), template="newsletters/home.html", context=home, order=700
    )
    yield SearchKind(
        key="letters", label=gettext_lazy("Letters by mail"), model="newsletters.NewsletterIssue", order=450,
        queryset=elsewhere.searchable, card=elsewhere.card,
    )  # fmt: skip
    yield StaffPanel(key="letters", template="newsletters/admin/today.html", context=today.letters_context, order=40)
    yield StaffPanel(
        key="digests", template="newsletters/admin/digests/today.html", context=digests_today.digests_context, order=39
    )
    yield Report(
        key="letters", label=gettext_lazy("Letters that were sent"), url_name="newsletter_letters:report", icon="mail",
        permission="newsletters.view_sending",
    )  # fmt: skip
    yield FormBox(key="letters", words=box, accept=box_ticked)
    yield MailKind(name="newsletters.confirm", label=gettext_lazy("Confirmation of letters by mail"))
    yield MailKind(name="newsletters.address.confirm", label=gettext_lazy("Confirmation of a reader’s new address"))
    yield MailKind(name="newsletters.test", label=gettext_lazy("Test of a letter"))
    yield MailKind(name="newsletters.address.changed", label=gettext_lazy("Notice of a reader’s new address"))
    yield Schedule(key="heed_returns", run=services.heed_all, when=timedelta(minutes=10))
    yield Schedule(key="erase", run=services.erase_due, when=timedelta(hours=1))
    yield Schedule(key="digests", run=services.make_digests, when=timedelta(minutes=1))
    yield Schedule(key="rehearse", run=services.rehearse_due, when=timedelta(seconds=10))
    yield Schedule(key="freeze", run=services.freeze_due, when=timedelta(seconds=10))
    yield Demo(key="letters", load=demo.load, order=700)
    yield Demo(key="sent", load=demo_letters.load, order=710)
    yield Demo(key="digests", load=demo_digests.load, order=720)


def footer(context: Mapping[str, Any]) -> str:
    """No query: it stands on every page."""
    url = reverse("plugins:newsletters:subscribe")
    if context["request"].path.startswith(url):
        return ""
    return render_to_string("newsletters/footer.html", {"url": url})


def own_page(context: Mapping[str, Any]) -> str:
    """The way to one's own page, on the page that stops letters."""
    reader = links.opened_by(context["token"], site=Site.find_for_request(context["request"]), now=timezone.now())
    if reader is None:
        return ""
    url = links.path("preferences", context["token"], locale=translation.get_language() or reader.locale)
    return render_to_string("newsletters/own_page.html", {"url": url, "is_done": context.get("is_done")})


def consent_withdrawn(fact: ConsentWithdrawn) -> None:
    services.take_off(site_id=fact.site_id or 0, subject=fact.subject, purpose=fact.purpose, now=fact.at)


def home(request: HttpRequest, page: Any) -> Mapping[str, Any] | None:
    shown = elsewhere.on_home(request)
    if not shown.topics and shown.newest is None:
        return None
    return {"topics": shown.topics, "url": reverse("plugins:newsletters:subscribe"), "newest": shown.newest}


def on_registration(site: Any) -> list[Topic]:
    """Return the topics that the box on the form for events is about."""
    return list(Topic.objects.filter(site=site, is_offered=True, is_offered_on_registration=True))


def box(request: HttpRequest) -> BoxWords | None:
    topics = on_registration(Site.find_for_request(request))
    if not topics:
        return None
    return BoxWords(
        label=_("Send me these letters by mail: %(topics)s") % {"topics": names(topics)},
        help=_(
            "First a mail comes in which you confirm it. You can stop at any time. It has no bearing on your place."
        ),
    )


def box_ticked(ticked: BoxTicked) -> None:
    topics = on_registration(ticked.site)
    if not topics:
        return
    with translation.override(ticked.language):
        services.sign_up(
            site=ticked.site, address=ticked.email, topics=topics, frequency=Frequency.AT_ONCE, area=None,
            locale=ticked.language, channel=Channel.REGISTRATION, page=ticked.page, now=ticked.at, words=ticked.words,
        )  # fmt: skip
