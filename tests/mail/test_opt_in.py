"""Double opt-in, mailed tokens, lines about consents, and who is suppressed from what."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from wagtail.models import Site

from cms.mail import addresses, mailed_tokens
from cms.mail.claiming import claim
from cms.mail.letters import Letter, Paragraph
from cms.mail.models import Channel, ConsentAction, ConsentWording, Delivery, OptIn, Suppression
from cms.mail.services import consent, opt_in, queue, suppression

NOW = datetime(2026, 6, 1, 3, tzinfo=UTC)


@pytest.fixture
def site(db) -> Site:
    return Site.objects.get(is_default_site=True)


def ask(site, *, address="hanako@example.jp", now=NOW, **wishes) -> opt_in.Asked:
    return opt_in.ask(
        site=site, purpose="grants", address=address, locale="ja", wishes=wishes, words=None, channel=Channel.WEB,
        page="/ja/grants/", letter=lambda token: Letter(subject="確認", blocks=[Paragraph(token)]), now=now,
    )  # fmt: skip


def send(site, address) -> Delivery:
    return queue(
        kind="test", key=address, site=site, to=address, locale="ja", subject="a", text="b", erase_after=None, now=NOW
    )


def test_one_mail_goes_out_an_address_and_day(site):
    assert [ask(site).mailed, ask(site, address="HANAKO@EXAMPLE.JP").mailed] == [True, False]
    assert ask(site, now=NOW + timedelta(days=1)).mailed
    assert Delivery.objects.count() == 2


def test_asking_again_before_confirming_replaces_the_wishes(site):
    ask(site, topic=1)
    ask(site, topic=2)
    assert OptIn.objects.get().wishes == {"topic": 2}


def test_the_link_finds_the_wish_for_its_own_purpose_only(site):
    token = opt_in.token_for(ask(site).wish)
    assert opt_in.find(site=site, token=token, purpose="grants", now=NOW) is not None
    assert opt_in.find(site=site, token=token, purpose="newsletters", now=NOW) is None


@pytest.mark.parametrize(("days", "holds"), [(6.9, True), (7, False)])
def test_the_link_ends_after_seven_days(site, days, holds):
    token = opt_in.token_for(ask(site).wish)
    assert (opt_in.find(site=site, token=token, purpose="grants", now=NOW + timedelta(days=days)) is not None) is holds


def test_of_two_who_press_the_button_one_confirms(site):
    wish = ask(site).wish
    assert [opt_in.confirm(row=wish, now=NOW), opt_in.confirm(row=wish, now=NOW)] == [True, False]


def test_who_has_confirmed_may_ask_again_on_the_same_day(site):
    opt_in.confirm(row=ask(site).wish, now=NOW)
    assert ask(site).mailed


def test_wishes_are_erased_when_their_time_is_over(site):
    ask(site)
    assert opt_in.erase_due(now=NOW + timedelta(days=6)) == 0
    assert opt_in.erase_due(now=NOW + timedelta(days=7)) == 1


@pytest.mark.parametrize("place", range(0, 54, 9))
def test_a_token_with_one_letter_changed_opens_nothing(place):
    row = uuid4()
    token = mailed_tokens.make(purpose="a", row=row, version=1, number=7, ends_at=None)
    changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
    assert mailed_tokens.read(token).holds(purpose="a", version=1, now=NOW)
    assert not mailed_tokens.read(changed).holds(purpose="a", version=1, now=NOW)


@pytest.mark.parametrize("text", ["", "x", "日本語", "A" * 53, "A" * 54 + "!", "A" * 200])
def test_what_is_no_token_is_read_as_none(text):
    assert mailed_tokens.read(text) is None


def test_raising_the_version_takes_links_back():
    token = mailed_tokens.read(mailed_tokens.make(purpose="a", row=uuid4(), version=1, ends_at=None))
    assert not token.holds(purpose="a", version=2, now=NOW)


def test_words_are_kept_once_for_each_language(site):
    for locale in ("ja", "ja", "en"):
        consent.wording(text="I agree.", locale=locale, now=NOW)
    assert ConsentWording.objects.count() == 2


def test_history_follows_somebody_to_a_new_address(site):
    who = uuid4()
    for address in ("old@example.jp", "new@example.jp"):
        consent.record(
            site=site, address_hash=addresses.digest(address), subject=who, purpose="grants", what="助成金",
            action=ConsentAction.GIVEN, channel=Channel.WEB, now=NOW,
        )  # fmt: skip
    assert consent.history(site=site, address_hash=addresses.digest("new@example.jp"), subject=who).count() == 2


@pytest.mark.parametrize(
    ("why", "is_sent"),
    [(Suppression.Why.REFUSED, True), (Suppression.Why.COMPLAINT, True), (Suppression.Why.UNREACHABLE, False)],
    ids=["refused", "complaint", "unreachable"],
)
def test_who_wants_no_letters_is_still_told_what_she_asks_for_herself(site, why, is_sent):
    suppression.suppress(site=site, address="hanako@example.jp", why=why, now=NOW)
    send(site, "hanako@example.jp")
    assert (claim(now=NOW) is not None) is is_sent


def test_a_weaker_reason_does_not_replace_a_stronger_one(site):
    for why in (Suppression.Why.UNREACHABLE, Suppression.Why.REFUSED):
        suppression.suppress(site=site, address="hanako@example.jp", why=why, now=NOW)
    assert suppression.find(site=site, address="Hanako@Example.jp").why == Suppression.Why.UNREACHABLE


def test_an_address_is_taken_off_the_list(site):
    suppression.suppress(site=site, address="hanako@example.jp", why=Suppression.Why.REFUSED, now=NOW)
    assert suppression.lift(site=site, address="HANAKO@example.jp")
    assert suppression.find(site=site, address="hanako@example.jp") is None
