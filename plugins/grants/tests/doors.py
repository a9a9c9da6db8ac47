"""The addresses of reminders that take a form, for the tests that try every one (`tests.corpus.doors`)."""

from django.utils import timezone
from wagtail.models import Site

from cms.mail.services import opt_in
from plugins.grants.models import GrantFollower, GrantProgramme
from plugins.grants.reminders import asking, days, links, words


def _programme() -> GrantProgramme:
    """The first grant of the demo that people may be reminded of now."""
    site = Site.objects.get(is_default_site=True)
    told = GrantProgramme.objects.filter(site=site).select_related("site", "funder")
    keys = words.named(list(told), site=site, code="ja")
    now = timezone.now()
    return next(
        each
        for each in told
        if each.page_key in keys and days.offer(each.calls.all(), days.of_site(site), now=now).is_offered
    )


def _asked() -> opt_in.OptIn:
    asking.ask(
        programme=_programme(), address="new@example.jp", every_call=False, locale="ja", page="/", now=timezone.now()
    )
    return opt_in.OptIn.objects.order_by("-pk")[0]


def _own() -> str:
    asking.confirm(row=_asked(), now=timezone.now())
    follower = GrantFollower.objects.order_by("-pk")[0]
    return links.path("remind_own", links.manage_token(follower, now=timezone.now()), locale="ja")


NAMES = "plugins:grants:"
DOORS = (
    {
        "name": f"{NAMES}remind", "opened": lambda: links.path("remind", _programme().page_key, locale="ja"),
        "typed": {"address": "hanako@example.jp"},
    },
    {"name": f"{NAMES}remind_sent", "opened": lambda: "/ja/grants/remind/sent/", "fields": ("any",)},
    {
        "name": f"{NAMES}remind_confirm",
        "opened": lambda: links.path("remind_confirm", opt_in.token_for(_asked()), locale="ja"),
    },
    {"name": f"{NAMES}remind_own", "opened": _own, "fields": ("action",)},
)  # fmt: skip
