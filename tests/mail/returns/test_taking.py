"""What a report changes, and what it must not."""

from datetime import timedelta

import pytest

from cms.mail import pump
from cms.mail.models import (
    BulkDelivery,
    Channel,
    ConsentAction,
    ConsentEvent,
    Delivery,
    ReturnedMail,
    ReturnKind,
    Suppression,
)
from cms.mail.returns import erasure, noting
from cms.mail.returns.intake import Taken
from cms.mail.signals import address_suppressed
from cms.mail.states import Reason, State
from tests.mail.bulk.conftest import a_list, drive, reader
from tests.mail.conftest import NOON
from tests.mail.sink import HANG_UP, by_address

from . import samples
from .conftest import take

SOFT = {"status": "5.2.2", "words": "552 5.2.2 over quota"}


def why_suppressed():
    return list(Suppression.objects.values_list("why", flat=True))


def fresh(delivery):
    return type(delivery).objects.get(pk=delivery.pk)


# The seal -------------------------------------------------------------------------------------------------------------


def test_a_letter_leaves_with_the_address_it_comes_back_to(sent, sink):
    [delivery] = sent()
    assert sink.received[0].sender == samples.address(delivery)


def test_a_single_mail_leaves_with_one_of_its_own(single, sink):
    assert sink.received[0].sender == samples.address(single)
    assert sink.received[0].sender.startswith("bounce+m")


def test_without_a_setting_mails_come_back_to_the_sender(settings, sent, sink):
    settings.CMS_RETURN_PATH = ""
    sent()
    assert sink.received[0].sender == "noreply@centre.example.jp"


@pytest.mark.parametrize("forge", ["another number", "no seal", "another kind", "another host"])
def test_a_forged_report_changes_nothing(sent, single, forge):
    mine, other = sent(2)
    address = samples.address(mine)
    number, seal = address.partition("+")[2].partition("@")[0].split("-")
    forged = {
        "another number": f"bounce+{other.pk}-{seal}@centre.example.jp",
        "no seal": f"bounce+{number}-000000000000@centre.example.jp",
        "another kind": f"bounce+m{single.pk}-{seal}@centre.example.jp",
        "another host": address.replace("centre", "elsewhere"),
    }[forge]
    assert take(samples.dsn(forged)) is Taken.NOT_OURS
    assert not ReturnedMail.objects.exists()
    assert why_suppressed() == []
    assert {fresh(each).state for each in (mine, other, single)} == {State.SENT}


def test_a_server_may_change_the_case(sent):
    [delivery] = sent()
    assert take(samples.dsn(samples.address(delivery).upper())) is Taken.NOTED


def test_a_seal_made_with_the_former_key_holds(sent, settings):
    [delivery] = sent()
    report = samples.dsn(samples.address(delivery))
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key", [settings.SECRET_KEY]
    assert take(report) is Taken.NOTED


def test_the_envelope_tells_where_headers_do_not(sent):
    [delivery] = sent()
    report = samples.dsn("bounces@centre.example.jp")
    assert take(report) is Taken.NOT_OURS
    assert take(report, envelope_to=samples.address(delivery)) is Taken.NOTED


# Bounces --------------------------------------------------------------------------------------------------------------


def test_an_address_that_does_not_exist_gets_no_letters_at_once(sent):
    [delivery] = sent()
    take(samples.dsn(samples.address(delivery)))
    assert (fresh(delivery).state, fresh(delivery).reason) == (State.REFUSED, Reason.UNKNOWN_MAILBOX)
    assert why_suppressed() == [Suppression.Why.BOUNCED]


def test_the_next_letter_leaves_such_an_address_out(sent, sink):
    [delivery] = sent()
    take(samples.dsn(samples.address(delivery)))
    sent(1, key="2")
    assert len(sink.received) == 1


def test_what_she_asks_for_herself_is_still_answered(sent, queue, sink):
    [delivery] = sent()
    take(samples.dsn(samples.address(delivery)))
    queue(to="reader0@example.jp")
    pump.pump(now=NOON)
    assert Delivery.objects.get().state == State.SENT


def test_a_single_mail_that_comes_back_needs_a_person(single):
    take(samples.dsn(samples.address(single)))
    assert list(Delivery.objects.needing_a_person()) == [single]
    assert fresh(single).reason == Reason.UNKNOWN_MAILBOX


def test_one_full_mailbox_stops_nothing(sent):
    [delivery] = sent()
    take(samples.dsn(samples.address(delivery), **SOFT))
    assert fresh(delivery).reason == Reason.MAILBOX_FULL
    assert why_suppressed() == []


@pytest.mark.parametrize(
    ("came_back", "stops"), [("xx..x", True), ("xx.x", True), ("xx...x", False), ("x.x", False), ("xx....", False)]
)
def test_three_of_the_last_five_letters_stop_it(sent, came_back, stops):
    for number, letter in enumerate(came_back):
        now = NOON + timedelta(days=7 * number)
        [delivery] = sent(1, key=str(number), now=now)
        if letter == "x":
            take(samples.dsn(samples.address(delivery), **SOFT, id=str(number)), now=now)
    assert bool(why_suppressed()) is stops


def test_one_letter_that_is_reported_three_times_counts_once(sent):
    [delivery] = sent()
    for number in range(3):
        take(samples.dsn(samples.address(delivery), **SOFT, id=str(number)))
    assert why_suppressed() == []


def test_the_same_report_again_changes_nothing(sent):
    [delivery] = sent()
    report = samples.dsn(samples.address(delivery))
    assert [take(report), take(report)] == [Taken.NOTED, Taken.KNOWN]
    Suppression.objects.all().delete()
    assert take(report) is Taken.KNOWN
    assert why_suppressed() == []


def test_a_holiday_notice_changes_nothing(sent):
    [delivery] = sent()
    notice = samples.letter(
        samples.address(delivery), "出張中です。", subject="自動返信", more="Auto-Submitted: auto-replied\n"
    )
    assert take(notice) is Taken.NO_REPORT
    assert fresh(delivery).state == State.SENT


def test_the_letter_of_a_site_is_no_matter_of_another(sent, site):
    from wagtail.models import Site

    other = Site.objects.create(hostname="other.example.jp", root_page=site.root_page)
    [delivery] = sent(1, site=other)
    take(samples.dsn(samples.address(delivery)))
    assert Suppression.objects.get().site == other


def test_a_report_that_is_faster_than_the_batch_is_heeded_afterwards(sent):
    [delivery] = sent()
    BulkDelivery.objects.update(state=State.CLAIMED, batch="b", sent_at=None)
    take(samples.dsn(samples.address(delivery)))
    assert noting.heed_waiting(now=NOON) == 0
    BulkDelivery.objects.update(state=State.SENT, batch=None, sent_at=NOON)
    assert noting.heed_waiting(now=NOON) == 1
    assert fresh(delivery).state == State.REFUSED


def test_an_uncertain_one_that_comes_back_is_settled(running, sink):
    running(2)
    sink.dot = by_address({"reader1": HANG_UP})
    drive()
    uncertain = BulkDelivery.objects.get(state=State.UNCERTAIN)
    take(samples.dsn(samples.address(uncertain)))
    assert fresh(uncertain).state == State.REFUSED


# Complaints -----------------------------------------------------------------------------------------------------------


def test_who_complains_gets_no_letters_and_has_withdrawn_her_consent(sent):
    [delivery] = sent(1, belongs_to=a_list(key="newsletters.events"))
    take(samples.arf(samples.address(delivery)))
    assert why_suppressed() == [Suppression.Why.COMPLAINT]
    line = ConsentEvent.objects.get()
    assert (line.purpose, line.action, line.channel) == (
        "newsletters.events", ConsentAction.WITHDRAWN, Channel.COMPLAINT,
    )  # fmt: skip
    assert fresh(delivery).state == State.SENT


def test_a_complaint_shows_that_an_uncertain_one_arrived(running, sink):
    running(2)
    sink.dot = by_address({"reader1": HANG_UP})
    drive()
    uncertain = BulkDelivery.objects.get(state=State.UNCERTAIN)
    take(samples.arf(samples.address(uncertain)))
    assert fresh(uncertain).state == State.SENT


def test_a_complaint_without_a_seal_changes_nothing(sent):
    sent()
    assert take(samples.arf("bounce+1-000000000000@centre.example.jp")) is Taken.NOT_OURS
    assert why_suppressed() == []


def test_coming_back_takes_nothing_from_a_complaint(sent, site):
    first, second = [sent(1, key=key)[0] for key in "12"]
    take(samples.arf(samples.address(first)))
    take(samples.dsn(samples.address(second)))
    assert why_suppressed() == [Suppression.Why.COMPLAINT]


# Telling others, and forgetting ---------------------------------------------------------------------------------------


def test_the_apps_above_are_told(sent, django_capture_on_commit_callbacks):
    told = []
    address_suppressed.connect(hear := lambda sender, **said: told.append(said["instance"].why))
    try:
        [delivery] = sent()
        with django_capture_on_commit_callbacks(execute=True):
            take(samples.dsn(samples.address(delivery)))
    finally:
        address_suppressed.disconnect(hear)
    assert told == [Suppression.Why.BOUNCED]


def test_no_address_stands_in_the_log_nor_in_what_is_kept(sent, caplog):
    [delivery] = sent()
    with caplog.at_level("DEBUG"):
        take(samples.dsn(samples.address(delivery)))
    assert "came back" in caplog.text
    assert "@" not in caplog.text
    assert "@" not in ReturnedMail.objects.get().detail + fresh(delivery).reply


def test_hashes_and_words_go_after_ninety_days_and_counts_stay(sent):
    [delivery] = sent()
    take(samples.dsn(samples.address(delivery)))
    erasure.erase_due(now=NOON + timedelta(days=89))
    assert ReturnedMail.objects.get().address_hash
    erasure.erase_due(now=NOON + timedelta(days=90))
    row = ReturnedMail.objects.get()
    assert (row.address_hash, row.detail, row.kind) == ("", "", ReturnKind.HARD)


def test_many_readers_are_told_apart(sent):
    deliveries = sent([reader(number) for number in range(20)])
    take(samples.dsn(samples.address(deliveries[7])))
    assert [each.pk for each in deliveries if fresh(each).state == State.REFUSED] == [deliveries[7].pk]


def test_ten_of_200_that_come_back_pause_what_is_left(sent):
    from cms.mail.models import Campaign

    deliveries = sent([reader(number) for number in range(200)])
    Campaign.objects.update(state="running")
    for delivery in deliveries[:9]:
        take(samples.dsn(samples.address(delivery)))
        take(samples.dsn(samples.address(delivery), id="again"))
    assert Campaign.objects.get().state == "running"
    take(samples.dsn(samples.address(deliveries[9])))
    assert (Campaign.objects.get().state, Campaign.objects.get().bounced) == ("paused", 10)


def test_full_mailboxes_pause_nothing(sent):
    from cms.mail.models import Campaign

    deliveries = sent([reader(number) for number in range(20)])
    Campaign.objects.update(state="running")
    for delivery in deliveries:
        take(samples.dsn(samples.address(delivery), **SOFT))
    assert Campaign.objects.get().state == "running"


def test_a_complaint_pauses_what_is_left(sent):
    from cms.mail.models import Campaign

    first, *_others = sent(3)
    Campaign.objects.update(state="running")
    take(samples.arf(samples.address(first)))
    assert Campaign.objects.get().pause_reason == "too_many_complaints"
