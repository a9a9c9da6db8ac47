"""From a page to an event that takes registrations; and who may do that."""

import html
import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone
from wagtail.models import Page, Site

from events.registration.models import Event, FormVersion, Registration, Session
from tests.factories.event_pages import EventPageFactory, day, event_of, offered, slots, told
from tests.factories.events import registered

pytestmark = pytest.mark.django_db
DATE = {"day": "2027-05-08", "starts": "14:00", "ends": "16:00", "bookable": "on", "capacity": 12, "unit": "person"}


def at(event, path=""):
    return f"/admin/events/{event.pk}/{path}"


@pytest.fixture
def draft():
    return event_of(told(days=None, draft=True))


def test_a_page_without_facts_waits_in_the_list(desk):
    page = EventPageFactory(title="あたらしい講座")
    assert f"/admin/events/start/{page.pk}/" in desk.get("/admin/events/").content.decode()


@pytest.mark.parametrize(("role", "may"), [("editor", True), ("newsletter", False)])
def test_the_list_leads_who_may_write_pages_to_a_new_event(log_in, role, may):
    index = Page.objects.get(pk=EventPageFactory().get_parent().pk)
    answer = log_in(role).get("/admin/events/")
    assert (f"/admin/pages/add/events/eventpage/{index.pk}/" in answer.content.decode()) == may


def test_setting_up_makes_an_event_that_nobody_sees_yet(desk):
    page = EventPageFactory()
    desk.post(f"/admin/events/start/{page.pk}/", {"kind": "course", "original": ""})
    assert event_of(page).status == "draft"


def test_an_event_is_set_up_like_another(desk):
    original = told(days=20, party_max=3)
    offered(original, capacity=7)
    copy = EventPageFactory()
    desk.post(f"/admin/events/start/{copy.pk}/", {"kind": "course", "original": event_of(original).pk})
    assert (event_of(copy).party_max, event_of(copy).pools.get().capacity) == (3, 7)


def test_next_months_event_is_made_from_this_months_by_two_presses(desk):
    original = told(days=20)
    offered(original, capacity=7)
    event = event_of(original)
    Event.objects.filter(pk=event.pk).update(kind="forum")
    event.refresh_from_db()
    page = desk.get(at(event)).content.decode()
    assert f'href="{original.get_url()}"' in page
    way = html.unescape(re.search(r'href="(/admin/pages/\d+/copy/[^"]*)"', page)[1])
    answer = desk.post(
        way, {"new_title": "来月の講座", "new_slug": "next", "new_parent_page": original.get_parent().pk}
    )
    copy = Page.objects.get(slug="next")
    start = f"/admin/events/start/{copy.pk}/?like={event.pk}"
    assert answer["Location"] == start
    form = desk.get(start).context["form"]
    assert (form["original"].value(), form["kind"].value()) == (str(event.pk), event.kind)
    first = timezone.localdate(event.starts_at) + timedelta(days=28)
    desk.post(start, {"kind": "course", "original": event.pk, "first_day": first.isoformat()})
    assert timezone.localdate(event_of(copy.specific).starts_at) == first


def test_an_event_that_many_came_after_can_still_be_made_anew(desk, monkeypatch):
    monkeypatch.setattr("events.workspace.setting_up.LATEST", 1)
    older, later = event_of(told(days=20)), event_of(told(days=21))
    copy = EventPageFactory()
    start = f"/admin/events/start/{copy.pk}/"
    choices = [value for value, _label in desk.get(start).context["form"]["original"].field.choices]
    assert choices == ["", str(later.pk)]
    assert desk.get(f"{start}?like={older.pk}").context["form"]["original"].value() == str(older.pk)
    desk.post(f"{start}?like={older.pk}", {"kind": "course", "original": older.pk})
    assert event_of(copy).starts_at == older.starts_at


@pytest.mark.parametrize("days", [-1, 5000])
def test_a_first_day_that_is_over_or_far_off_is_refused(desk, days):
    original = told(days=20)
    copy = EventPageFactory()
    typed = {"kind": "course", "original": event_of(original).pk,
             "first_day": (timezone.localdate() + timedelta(days=days)).isoformat()}  # fmt: skip
    assert desk.post(f"/admin/events/start/{copy.pk}/", typed).context["form"].errors.keys() == {"first_day"}
    assert not Event.objects.filter(page_key=copy.translation_key).exists()


def test_a_first_day_without_an_event_whose_dates_move_there_is_not_passed_over(desk):
    page = EventPageFactory()
    day = (timezone.localdate() + timedelta(days=30)).isoformat()
    form = desk.post(f"/admin/events/start/{page.pk}/", {"kind": "course", "first_day": day}).context["form"]
    assert form.errors.keys() == {"first_day"}
    assert form["first_day"].value() == day
    assert not Event.objects.filter(page_key=page.translation_key).exists()


@pytest.mark.parametrize(("role", "may"), [("desk", True), ("newsletter", False)])
def test_only_who_may_copy_the_page_is_offered_another_event_like_it(log_in, role, may):
    event = event_of(told(days=20))
    assert ("/copy/" in log_in(role).get(at(event)).content.decode()) == may


def test_the_list_counts_places_that_two_share_once(desk):
    page = told(days=None)
    first, second = slots(page, day(20), day(20, hour=15), capacity=6)
    second.pools.set(first.pools.all())
    for number, offering in enumerate((first, second), start=1):
        registered(offering, number, now=timezone.now())
    assert ">2 / 6</td>" in desk.get("/admin/events/").content.decode()


def test_a_date_comes_with_what_one_books_of_it(desk, draft):
    desk.post(at(draft, "dates/add/"), DATE)
    assert draft.offerings.get().pools.get().capacity == 12


def test_a_date_that_ends_after_midnight_ends_on_the_next_day(desk, draft):
    desk.post(at(draft, "dates/add/"), DATE | {"starts": "22:00", "ends": "01:00"})
    session = Session.objects.get()
    assert (session.ends_at - session.starts_at).total_seconds() == 3 * 3600


def test_a_date_without_a_day_is_refused_and_what_was_typed_is_kept(desk, draft):
    answer = desk.post(at(draft, "dates/add/"), DATE | {"day": "", "room": "和室"})
    assert answer.context["form"].errors.keys() == {"day"}
    assert "和室" in answer.content.decode()


def test_the_clock_of_another_country_is_chosen_before_the_dates(desk, draft):
    facts = {"kind": "course", "mode": "online", "tz": "America/Sao_Paulo", "online_reveal_hours": 24}
    helps = dict.fromkeys(("childcare", "sign_language", "captioning", "wheelchair"), "none")
    desk.post(at(draft, "facts/"), facts | helps)
    desk.post(at(draft, "dates/add/"), DATE)
    assert Session.objects.get().starts_at.isoformat() == "2027-05-08T17:00:00+00:00"


def test_dates_do_not_move_by_another_clock(desk):
    event = event_of(told(days=20))
    before = event.tz
    helps = dict.fromkeys(("childcare", "sign_language", "captioning", "wheelchair"), "none")
    desk.post(
        at(event, "facts/"),
        {"kind": "course", "mode": "online", "tz": "America/Sao_Paulo", "online_reveal_hours": 24} | helps,
    )
    event.refresh_from_db()
    assert (event.mode, event.tz) == ("online", before)


def test_announcing_lets_it_take_place(desk, draft):
    desk.post(at(draft, "announce/"))
    assert Event.objects.get().status == "scheduled"


def test_moving_a_date_says_who_will_be_told_first(desk):
    page = told(days=20)
    offering = offered(page)
    registered(offering, now=timezone.now())
    session = offering.sessions.get()
    typed = {"day": "2027-06-01", "starts": "10:00", "ends": "12:00", "venue": "", "room": ""}
    answer = desk.post(at(event_of(page), f"dates/{session.pk}/move/"), typed)
    assert "1組にメールで知らせます" in "".join(map(str, answer.context["said"]))
    desk.post(at(event_of(page), f"dates/{session.pk}/move/"), typed | {"sure": 1})
    assert Session.objects.get().status == "moved"


def test_fewer_places_than_are_given_take_nothing_from_anybody(desk):
    offering = offered(told(days=20), capacity=5)
    row = registered(offering, now=timezone.now(), seats=3)
    pool = offering.pools.get()
    answer = desk.post(at(offering.event, f"capacity/{pool.pk}/"), {"capacity": 1})
    assert "3" in str(answer.context["said"][0])
    desk.post(at(offering.event, f"capacity/{pool.pk}/"), {"capacity": 1, "sure": 1})
    assert Registration.objects.get(pk=row.pk).state == "confirmed"


def test_a_date_that_people_registered_for_is_not_taken_away(desk):
    offering = offered(told(days=20))
    registered(offering, now=timezone.now())
    session = offering.sessions.get()
    desk.post(at(offering.event, f"dates/{session.pk}/delete/"), {"sure": 1})
    assert Session.objects.filter(pk=session.pk).exists()


def test_a_rule_is_saved_and_the_log_names_the_field_only(desk, draft):
    form = desk.get(at(draft, "rules/")).context["form"]
    typed = {name: value for name, value in form.initial.items() if value not in (None, False)}
    desk.post(at(draft, "rules/"), typed | {"party_max": 4})
    assert Event.objects.get().party_max == 4
    assert draft.log.get().data == {"fields": ["party_max"]}


def question(**typed):
    said = {
        "label_ja": "どこで知りましたか", "type": "choice", "options": "ちらし | A leaflet\n友人", "scope": "party",
        "purpose_ja": "広報のため", "keep": "event", "sensitive": "no",
    } | typed  # fmt: skip
    sizes = {"questions-TOTAL_FORMS": 1, "questions-INITIAL_FORMS": 0}
    return sizes | {f"questions-0-{name}": value for name, value in said.items()}


def test_questions_are_published_without_a_script(desk, draft):
    desk.post(at(draft, "questions/"), question())
    assert FormVersion.objects.get().schema[0]["options"][0] == ["ちらし", {"ja": "ちらし", "en": "A leaflet"}]


def test_a_question_without_its_purpose_is_refused_at_that_field(desk, draft):
    answer = desk.post(at(draft, "questions/"), question(purpose_ja=""))
    assert answer.context["formset"].forms[0].errors.keys() == {"purpose_ja"}
    assert not FormVersion.objects.exists()


def test_organisers_are_rows_without_a_script(desk, draft):
    sizes = {"rows-TOTAL_FORMS": 1, "rows-INITIAL_FORMS": 0}
    desk.post(at(draft, "rows/organisers/"), sizes | {"rows-0-role": "host", "rows-0-name": "県立高校4校"})
    assert draft.organisers.get().name == "県立高校4校"


@pytest.mark.parametrize("screen", ["applicants/", "waiting/", "day/", "messages/", "lists/", "log/"])
def test_an_editor_keeps_facts_and_sees_no_person(log_in, draft, screen):
    editor = log_in("editor")
    assert editor.get(at(draft, "dates/")).status_code == 200
    assert editor.get(at(draft, screen)).status_code != 200


@pytest.mark.parametrize("screen", ["", "dates/", "applicants/", "lists/all/csv/"])
def test_an_event_of_another_site_is_not_there(desk, draft, screen):
    root = Page.objects.get(depth=1).add_child(instance=Page(title="別", slug="other-site"))
    Event.objects.update(site=Site.objects.create(hostname="other.example", root_page=root))
    assert desk.get(at(draft, screen)).status_code == 404


def test_the_card_of_the_centre_tells_who_waits(desk):
    offering = offered(told(days=3), capacity=1)
    for number in (1, 2):
        registered(offering, number, now=timezone.now())
    card = desk.get("/admin/").content.decode()
    assert "今週のイベント" in card
    assert f"/admin/events/{offering.event_id}/applicants/?state=waitlisted" in card


@pytest.mark.parametrize(("days", "none"), [(3, False), (30, True)])
def test_the_card_says_when_the_week_has_no_event(desk, days, none):
    offering = offered(told(days=days), capacity=1)
    for number in (1, 2):
        registered(offering, number, now=timezone.now())
    assert ("この先7日間に、イベントはありません。" in desk.get("/admin/").content.decode()) is none


def test_the_report_counts_and_names_nobody(desk):
    offering = offered(told(days=3), capacity=5)
    row = registered(offering, now=timezone.now(), seats=2)
    page = desk.get("/admin/events/report/").content.decode()
    assert row.name not in page
    assert desk.get("/admin/events/report/").context["report"].people == 2


def test_the_editor_of_the_page_leads_to_the_workspace(desk):
    page = told(days=20)
    assert f"/admin/events/{event_of(page).pk}/" in desk.get(f"/admin/pages/{page.pk}/edit/").content.decode()


def test_the_editor_of_a_page_without_facts_leads_to_setting_them_up(desk):
    page = EventPageFactory()
    assert f"/admin/events/start/{page.pk}/" in desk.get(f"/admin/pages/{page.pk}/edit/").content.decode()


def test_interpreters_that_are_there_with_another_number_are_refused_at_the_number(desk, draft):
    """It said that it was done, and left the number as it was."""
    desk.post(at(draft, "interpreters/"), {"language": "vi", "capacity": 2, "form_key": "a"})
    answer = desk.post(at(draft, "interpreters/"), {"language": "vi", "capacity": 5, "form_key": "b"})
    assert answer.context["form"].errors.keys() == {"capacity"}
    assert draft.pools.get().capacity == 2


def test_childcare_that_is_there_with_another_number_is_refused_at_the_number(desk, draft):
    desk.post(at(draft, "childcare/"), {"capacity": 5, "form_key": "a"})
    answer = desk.post(at(draft, "childcare/"), {"capacity": 6, "form_key": "b"})
    assert answer.context["form"].errors.keys() == {"capacity"}
    assert draft.pools.get().capacity == 5


def test_only_activities_of_its_own_site_are_offered(desk, draft):
    model = apps.get_model("activities.ActivityPage")
    home = Site.objects.get(is_default_site=True).root_page
    elsewhere = type(home.specific)(title="よそ", slug="yoso", locale=home.locale)
    home.get_parent().add_child(instance=elsewhere)
    Site.objects.create(hostname="other.example", root_page=elsewhere)
    for parent, title in ((home, "ここの活動"), (elsewhere, "よその活動")):
        parent.add_child(instance=model(title=title, slug="of-here", locale=home.locale))
    form = desk.get(at(draft, "facts/")).content.decode()
    assert ("ここの活動" in form, "よその活動" in form) == (True, False)


@pytest.mark.parametrize(("live", "warned"), [(False, True), (True, False)])
def test_who_announces_an_event_whose_page_is_a_draft_is_told_that_nobody_finds_it(desk, live, warned):
    page = told(days=None, draft=True)
    event = event_of(page)
    Page.objects.filter(pk=page.pk).update(live=live)
    before = desk.get(at(event, "announce/")).content.decode()
    after = desk.post(at(event, "announce/"), follow=True).content.decode()
    assert ["案内のページはまだ下書きです" in said for said in (before, after)] == [warned, warned]


def test_what_a_question_needs_is_marked_before_it_is_missed(desk, draft):
    asked = desk.get(at(draft, "questions/")).context["formset"].forms[0]
    needed = {name for name, field in asked.fields.items() if field.required}
    assert {"label_ja", "purpose_ja", "keep", "sensitive"} <= needed


def test_an_event_without_dates_has_no_heading_over_nothing(desk, draft):
    heading = "<h2>定員</h2>"
    assert heading not in desk.get(at(draft, "dates/")).content.decode()
    desk.post(at(draft, "dates/add/"), DATE)
    assert heading in desk.get(at(draft, "dates/")).content.decode()


def test_the_report_is_printed_at_a_button(desk):
    page = desk.get("/admin/events/report/").content.decode()
    assert "data-print" in page
    assert "events/admin/print" in page


def test_a_page_that_was_taken_off_is_no_draft_in_the_workspace(desk):
    page = told(days=20)
    screen = f"/admin/events/{event_of(page).pk}/"
    assert ">公開終了" not in desk.get(screen).content.decode()
    type(page).objects.filter(pk=page.pk).update(live=False, expired=True)
    assert "公開終了" in desk.get(screen).content.decode()
