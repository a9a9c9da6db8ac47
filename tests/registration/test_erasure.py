"""On the promised date nothing personal is left anywhere."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps

from cms.mail import services as mail
from events.registration import services
from events.registration.models import ErasureReport, Member, Registration
from events.registration.party import NeedAsked, Person
from tests.factories.events import NOW, bookable, course, fresh, registered

pytestmark = pytest.mark.django_db
SECRETS = (
    "架橋秘子", "ひみつ", "himitsu@example.jp", "053-999-8888", "秘密の町1-2", "秘密商会", "えび",
    "秘密の答え", "ひそか", "かくれが", "秘学年", "通院の秘密",
)  # fmt: skip
AFTER = NOW + timedelta(days=30 + 91)


def with_secrets() -> Registration:
    offering = bookable()
    question = {
        "key": "why", "label": {"ja": "きっかけ"}, "purpose": {"ja": "次の企画のため"}, "keep": "event",
        "sensitive": False,
    }  # fmt: skip
    services.publish_form(event=offering.event, questions=[question], by=None, now=NOW)
    return registered(
        offering, name="架橋秘子", kana="ひみつ", email="himitsu@example.jp", phone="053-999-8888", seats=2,
        postal_address="秘密の町1-2", organisation_name="秘密商会", answers={"why": "秘密の答え"}, note="通院の秘密",
        people=(
            Person(name="架橋秘子"),
            Person(name="ひそか", kana="かくれが", age_band="6-11", school_grade="秘学年"),
        ),
        needs=(NeedAsked(kind="allergy", details="えび"),),
    )  # fmt: skip


def readable(value: object) -> str:
    return bytes(value).decode(errors="replace") if isinstance(value, bytes | memoryview) else str(value)


def found_anywhere() -> set[str]:
    """Return the secrets that stand in any column of any table."""
    found = set()
    for model in apps.get_models(include_auto_created=True):
        for row in model._default_manager.values_list():
            said = "\n".join(map(readable, row))
            found |= {secret for secret in SECRETS if secret in said}
    return found


def test_all_secrets_are_there_before() -> None:
    with_secrets()
    assert found_anywhere() == set(SECRETS)


def test_nothing_personal_is_left_in_any_table() -> None:
    with_secrets()
    assert services.erase_due(now=AFTER) == 1
    mail.erase_due(now=AFTER)
    assert found_anywhere() == set()


def test_nothing_is_erased_before_the_promised_date() -> None:
    with_secrets()
    assert services.erase_due(now=NOW + timedelta(days=30 + 89)) == 0
    assert found_anywhere() == set(SECRETS)


def test_an_event_of_which_nothing_is_due_is_not_locked(query_count) -> None:
    """Else hundreds of events that are over would be locked each hour until their promised dates."""
    not_yet = NOW + timedelta(days=30 + 89)
    registered(bookable())
    one = query_count(lambda: services.erase_due(now=not_yet))
    for _number in range(3):
        registered(bookable())
    assert query_count(lambda: services.erase_due(now=not_yet)) == one
    # The control: what is due takes its own.
    assert query_count(lambda: services.erase_due(now=AFTER)) > one


def test_what_is_left_is_a_report_in_numbers() -> None:
    with_secrets()
    services.erase_due(now=AFTER)
    counts = ErasureReport.objects.get().counts
    assert (counts["registrations"], counts["people_with_place"], counts["by_age"]) == (1, 2, {"6-11": 1})
    assert counts["needs"] == {"allergy": 1}


def test_erasing_twice_is_erasing_once() -> None:
    with_secrets()
    services.erase_due(now=AFTER)
    assert services.erase_due(now=AFTER + timedelta(days=1)) == 0
    assert ErasureReport.objects.count() == 1


def test_everything_holds_after_an_erasure() -> None:
    with_secrets()
    services.erase_due(now=AFTER)
    assert services.reconcile(now=AFTER) == []


def test_a_name_that_was_left_is_found_out() -> None:
    registration = with_secrets()
    services.erase_due(now=AFTER)
    Registration.objects.filter(pk=registration.pk).update(name="架橋秘子")
    assert [each.name for each in services.reconcile(now=AFTER)] == ["I10"]


@pytest.mark.parametrize("field", ["name", "kana", "age_band", "school_grade", "mother_tongue"])
def test_what_was_left_of_one_of_a_party_is_found_out(field) -> None:
    registration = with_secrets()
    services.erase_due(now=AFTER)
    last = registration.members.order_by("position").last()
    assert last is not None
    assert last.position > 1  # the others are blank, and hide nothing
    Member.objects.filter(pk=last.pk).update(**{field: "0-2"})
    assert [each.name for each in services.reconcile(now=AFTER)] == ["I10"]


def test_the_log_keeps_who_erased(django_user_model) -> None:
    staff = django_user_model.objects.create_user("desk")
    offering, said = bookable(), []
    for number, by in ((1, None), (2, staff)):
        row = registered(offering, number)
        services.erase_now(registration=row.pk, by=by, now=NOW)
        line = row.log.get(action="erased")
        said.append((line.actor, line.user))
    assert said == [("citizen", None), ("staff", staff)]


def test_a_person_can_be_erased_at_once() -> None:
    registration = with_secrets()
    services.erase_now(registration=registration.pk, by=None, now=NOW)
    mail.erase_due(now=NOW)
    assert found_anywhere() == set()
    assert fresh(registration).state == "cancelled"


def test_who_erases_after_the_event_had_a_place() -> None:
    registration = with_secrets()
    services.erase_now(registration=registration.pk, by=None, now=NOW + timedelta(days=31))
    mail.erase_due(now=NOW + timedelta(days=31))
    assert (found_anywhere(), fresh(registration).state) == (set(), "confirmed")


def test_everything_holds_after_an_erasure_that_was_asked_for_after_the_event() -> None:
    registration = with_secrets()
    services.erase_now(registration=registration.pk, by=None, now=NOW + timedelta(days=31))
    assert services.reconcile(now=NOW + timedelta(days=31)) == []


def test_figures_of_those_who_ask_to_be_erased_are_not_kept_one_by_one() -> None:
    offering = bookable()
    for number, age in ((1, "40-49"), (2, "6-11")):
        row = registered(offering, number, people=(Person(age_band=age),))
        services.erase_now(registration=row.pk, by=None, now=NOW + timedelta(days=31, minutes=number))
    assert ErasureReport.objects.get().counts["by_age"] == {"40-49": 1, "6-11": 1}


def test_who_erased_all_before_is_on_no_list_for_the_door() -> None:
    whole, _singles = course(dates=2)
    row = registered(whole)
    first, second = whole.sessions.order_by("starts_at")
    services.erase_now(registration=row.pk, by=None, now=first.ends_at)
    assert [len(services.roster(session=each)) for each in (first, second)] == [1, 0]


def test_a_retention_that_was_shortened_takes_the_mails_along() -> None:
    registration = with_secrets()
    registration.event.retention_days = 10
    registration.event.save()
    now = NOW + timedelta(days=45)
    services.erase_due(now=now)
    mail.erase_due(now=now)
    assert found_anywhere() == set()


def test_an_answer_promised_for_the_day_goes_when_the_event_is_over():
    offering = bookable()
    question = {
        "label": {"ja": "アレルギー"}, "purpose": {"ja": "お茶菓子のため"}, "sensitive": False,
    }  # fmt: skip
    asked = [question | {"key": "sweets", "keep": "day"}, question | {"key": "why", "keep": "event"}]
    services.publish_form(event=offering.event, questions=asked, by=None, now=NOW)
    row = registered(offering, answers={"sweets": "くるみ", "why": "友人から"})
    services.erase_due(now=offering.event.ends_at)
    before = row.answers.count()
    services.erase_due(now=offering.event.ends_at + timedelta(minutes=1))
    assert (before, list(row.answers.values_list("question", flat=True))) == (2, ["why"])
