"""The addresses of readers that take a form, for the tests that try every one (`tests.corpus.doors`)."""

from collections.abc import Callable

from django.utils import timezone
from wagtail.models import Site

from cms.mail.models import Channel
from cms.mail.services import opt_in
from plugins.newsletters import links, services
from plugins.newsletters.models import Subscriber, Topic


def _topic() -> Topic:
    site = Site.objects.get(is_default_site=True)
    return Topic.objects.get_or_create(site=site, slug="of-a-door", defaults={"name": "扉", "name_en": "Doors"})[0]


def _reader() -> Subscriber:
    topic = _topic()
    return services.enter(
        site=topic.site, address="reader@example.jp", name="", locale="ja", area=None, topics={topic: "at_once"},
        channel=Channel.PAPER, note="", by=None, now=timezone.now(),
    )  # fmt: skip


def _own(below: str = "") -> Callable[[], str]:
    return lambda: links.preferences(_reader(), now=timezone.now()) + below


def _confirm() -> str:
    topic = _topic()
    services.sign_up(
        site=topic.site, address="new@example.jp", topics=[topic], frequency="at_once", area=None, locale="ja",
        channel=Channel.WEB, page="", now=timezone.now(),
    )  # fmt: skip
    return links.path("confirm", opt_in.token_for(_newest()), locale="ja")


def _address() -> str:
    services.ask_for_address(subscriber=_reader(), address="other@example.jp", page="", now=timezone.now())
    return links.path("address", opt_in.token_for(_newest()), locale="ja")


def _newest() -> opt_in.OptIn:
    return opt_in.OptIn.objects.order_by("-pk")[0]


def _subscribe() -> str:
    _topic()
    return "/ja/newsletters/"


NAMES = "plugins:newsletters:"
DOORS = (
    {"name": f"{NAMES}subscribe", "opened": _subscribe, "typed": {"address": "hanako@example.jp"}},
    {"name": f"{NAMES}sent", "opened": lambda: "/ja/newsletters/sent/", "fields": ("any",)},
    {"name": f"{NAMES}confirm", "opened": _confirm},
    {"name": f"{NAMES}address", "opened": _address},
    {"name": f"{NAMES}preferences", "opened": _own()},
    # On her own page a reader asks for a new address, pauses and goes on, as often as she likes.
    {"name": f"{NAMES}change_address", "opened": _own("address/"), "typed": {"address": "new@example.jp"},
     "is_for_again": True},
    {"name": f"{NAMES}pause", "opened": _own("pause/"), "is_for_again": True},
    {"name": f"{NAMES}stop", "opened": _own("stop/")},
    {"name": f"{NAMES}my_data", "opened": _own("my-data/"), "fields": ("any",)},
    {"name": f"{NAMES}erase", "opened": _own("erase/")},
)  # fmt: skip
