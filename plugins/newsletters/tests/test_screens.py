"""Every screen of readers, as people look at it: axe, thumbs, 360 pixels, both languages; and the way in a browser."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from cms.mail import stop_links
from cms.mail.models import Channel, Delivery
from cms.mail.services import opt_in
from plugins.newsletters import links, services
from plugins.newsletters.models import Area, Subscriber
from plugins.newsletters.states import State
from tests.browser.conftest import SIDEWAYS, SMALL_TARGETS

from .letters import campaign_of
from .test_subscribing import link_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 740}
SCREENS = (
    "subscribe", "subscribe with errors", "sent", "confirm", "unsubscribe", "unsubscribed", "link over", "preferences",
    "preferences pausing", "address", "pause", "stop", "my-data", "erase",
)  # fmt: skip


@pytest.fixture
def addresses(site, topics, reader) -> Callable[[str, str], str]:
    """The path of a screen in a language."""
    Area.objects.create(site=site, name="北区", name_en="Kita Ward")
    now = timezone.now()

    def path(screen: str, language: str) -> str:
        Subscriber.objects.filter(pk=reader.pk).update(locale=language)
        reader.refresh_from_db()
        own = links.preferences(reader, now=now)
        if screen == "confirm":
            services.sign_up(
                site=site, address="new@example.jp", topics=list(topics.values()), frequency="weekly", area=None,
                locale=language, channel=Channel.WEB, page="", now=now,
            )  # fmt: skip
            return links.path("confirm", opt_in.token_for(opt_in.OptIn.objects.get()), locale=language)
        if screen.startswith("unsubscribe"):
            if screen == "unsubscribed":
                services.stop_topic(subscriber=reader, topic=topics["events"], channel=Channel.LINK, now=now)
            campaign = campaign_of(topics["events"])
            return stop_links.path(links.letter_token(reader, campaign_id=campaign.pk, now=now))
        if screen == "preferences pausing":
            until = timezone.localdate() + timezone.timedelta(days=30)
            services.pause(subscriber=reader, until=until, channel=Channel.LINK, now=now)
        start = f"/{language}/newsletters/"
        fixed = {"subscribe": start, "sent": f"{start}sent/", "link over": f"{start}confirm/x/"}
        return fixed.get(screen.partition(" with")[0]) or (own if screen.startswith("pref") else f"{own}{screen}/")

    return path


@pytest.mark.in_turn
@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.replace(" ", "-"))
def test_screen_is_fit_for_everybody(
    live_server, new_page: Callable[..., Page], assert_no_axe_violations, addresses, screen: str, language: str
) -> None:
    page = new_page(viewport=PHONE)
    page.goto(live_server.url + addresses(screen, language))
    if screen.endswith("errors"):
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_selector(".error-summary")
    assert_no_axe_violations(page)
    assert (page.evaluate(SIDEWAYS), page.evaluate(SMALL_TARGETS)) == ([], [])


def test_the_way_from_the_footer_to_ones_own_page_without_javascript(
    live_server, new_page: Callable[..., Page], topics
) -> None:
    page = new_page(viewport=PHONE, java_script_enabled=False)
    page.goto(f"{live_server.url}/ja/")
    page.locator("footer").get_by_role("link", name="メールのおたより").click()
    page.get_by_label("イベント").check()
    page.get_by_label("週に1回").check()
    page.get_by_role("textbox", name="メールアドレス").fill("hanako@example.jp")
    page.wait_for_timeout(2100)  # quicker than anybody reads is asked to send once more
    page.get_by_role("button", name="確認のメールを受け取る").click()
    assert page.get_by_role("heading", level=1).inner_text() == "メールをご確認ください"
    page.goto(live_server.url + link_in(Delivery.objects.get().mailing.text))
    page.wait_for_timeout(2100)
    page.get_by_role("button", name="このおたよりを受け取る").click()
    assert "hanako@example.jp" in page.locator("main").inner_text()
    reader = Subscriber.objects.get()
    assert (reader.state, reader.subscriptions.get().frequency) == (State.ACTIVE, "weekly")
