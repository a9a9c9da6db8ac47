"""What public pages share is remembered by each process, and never shown when it no longer holds."""

import os
import re

import pytest
from django.db import connection, transaction
from wagtail.models import Page, PageViewRestriction, Site

from activities.organisations.models import OrganisationKeyword
from cms.core import generations
from cms.core.memory import LONGEST, Memory, Wanted
from cms.core.models import Appearance, Centre, Generation, Keyword
from cms.plugin_api import contributions_changed
from home.models import NewsIndexPage
from tests.factories.home import (
    GlossaryPageFactory,
    GlossaryTermFactory,
    GuidePageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    StandardPageFactory,
    home_page,
)
from tests.factories.organisations import DirectoryFactory, OrganisationFactory
from tests.nursery import nursery


def token() -> str:
    return Generation.objects.get(name=generations.PUBLISHED).token


@pytest.fixture
def seen(transactional_db, client):
    """The words of the first page in Japanese, where everything that can be remembered is remembered."""
    NewsIndexPageFactory()
    Appearance.objects.create(site=Site.objects.get(), name="橋のセンター")
    client.get("/ja/")
    return lambda address="/ja/": client.get(address).content.decode()


def move(page: Page) -> None:
    page.move(StandardPageFactory(title="下", slug="below"), pos="last-child")


def rename_slug(page: Page) -> None:
    page.slug = "renamed"
    page.save_revision().publish()


def set_name(name: str) -> None:
    appearance = Appearance.objects.get()
    appearance.name = name
    appearance.save()


def test_the_menu_is_remembered(seen):
    # The control of all tests below: without it they would pass by remembering nothing.
    NewsIndexPage.objects.update(live=False)
    assert 'href="/ja/news/"' in seen()


@pytest.mark.parametrize(
    "change",
    [lambda page: page.unpublish(), lambda page: page.delete(), rename_slug, move],
    ids=["unpublished", "deleted", "renamed", "moved"],
)
def test_the_menu_follows_the_page(seen, change):
    change(NewsIndexPage.objects.get())
    assert 'href="/ja/news/"' not in seen()


def test_a_page_that_is_published_appears_in_the_menu(seen):
    StandardPageFactory(place="contact", slug="contact")
    assert 'href="/ja/contact/"' in seen()


def test_a_draft_changes_nothing_that_is_remembered(seen):
    before = token()
    page = NewsIndexPage.objects.get()
    page.title = "別の題"
    page.save_revision()
    assert token() == before


def test_the_names_follow_the_settings(seen):
    set_name("虹のセンター")
    assert "虹のセンター" in seen()


def test_a_telephone_that_is_set_for_the_first_time_is_shown(seen):
    Centre.objects.create(site=Site.objects.get(), telephone="053-000-0000")
    assert "053-000-0000" in seen()


def test_the_route_follows_the_page_that_moved(seen):
    seen("/ja/news/")
    move(NewsIndexPage.objects.get())
    assert "<h1" in seen("/ja/below/news/")


def test_a_restriction_holds_from_the_next_request(seen, client):
    seen("/ja/news/")
    PageViewRestriction.objects.create(page=NewsIndexPage.objects.get(), restriction_type="login")
    assert client.get("/ja/news/").status_code == 302


def test_a_word_that_is_explained_anew_is_shown(seen):
    address = GlossaryPageFactory().get_url()
    term = GlossaryTermFactory(term="協働", definition="前の説明")
    seen(address)
    term.definition = "新しい説明"
    term.save()
    assert "新しい説明" in seen(address)


def test_the_newest_news_of_the_first_page_follow(seen):
    NewsPageFactory(title="新しいお知らせ")
    assert "新しいお知らせ" in re.sub("<wbr>", "", seen())


def test_a_renamed_keyword_is_shown_by_its_new_name(seen):
    word = Keyword.objects.create(name="防災", reading="ぼうさい")
    page = GuidePageFactory()
    page.keywords.add(word)
    page.save_revision().publish()
    seen("/ja/keywords/")
    word.name = "減災"
    word.save()
    assert "減災" in seen("/ja/keywords/")


def test_an_organisation_that_is_taken_off_is_counted_no_more(seen):
    DirectoryFactory()
    word = Keyword.objects.create(name="多文化", reading="たぶんか")
    organisation = OrganisationFactory()
    OrganisationKeyword.objects.create(tag=word, content_object=organisation)
    assert "多文化" in seen("/ja/keywords/")
    organisation.texts.get().unpublish()
    assert "多文化" not in seen("/ja/keywords/")


def test_a_new_default_site_answers_from_the_next_request(seen):
    root = home_page().get_parent().add_child(instance=type(home_page())(title="別館", slug="annex", headline="別館"))
    site = Site.objects.get()
    site.root_page = root
    site.save()
    assert "別館" in seen()


def test_a_change_of_another_process_is_seen(seen):
    act = "from home.models import NewsIndexPage; NewsIndexPage.objects.get().unpublish()"
    elsewhere(act)
    assert 'href="/ja/news/"' not in seen()


def elsewhere(act: str) -> None:
    """Run Python in another process on the same database; no Redis, no cache is shared."""
    here = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{here['NAME']}"
    else:
        url = os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{here['NAME']}"
    environment = dict(os.environ) | {"DJANGO_SETTINGS_MODULE": "cms.settings.test", "DATABASE_URL": url}
    assert nursery().start(act, environment=environment).wait() == 0


def test_what_is_not_committed_is_seen_by_its_own_connection_alone(seen):
    with transaction.atomic():
        set_name("虹のセンター")
        assert "虹のセンター" in seen()
        transaction.set_rollback(True)
    assert "虹のセンター" not in seen()


def test_what_a_released_savepoint_changed_is_seen_by_its_own_connection_alone(seen):
    with transaction.atomic():
        NewsIndexPage.objects.get().unpublish()
        assert 'href="/ja/news/"' not in seen()
        transaction.set_rollback(True)
    assert 'href="/ja/news/"' in seen()


def test_what_a_savepoint_took_back_is_not_kept(seen):
    with transaction.atomic():
        with transaction.atomic():
            set_name("虹のセンター")
            transaction.set_rollback(True)
        assert "橋のセンター" in seen()
    assert "橋のセンター" in seen()


def test_many_changes_in_one_transaction_begin_one_generation(transactional_db):
    with transaction.atomic():
        NewsPageFactory.create_batch(5)
        waiting = [act for _ids, act, *_ in connection.run_on_commit if isinstance(act, generations.Replacement)]
    assert len(waiting) == 1


def test_a_generation_that_cannot_begin_does_not_take_back_that_the_change_was_saved(transactional_db, caplog):
    # As when SQLite stays locked between the commit and the next statement: whoever saved must hear that it is saved.
    with connection.cursor() as cursor:
        with transaction.atomic():
            news = NewsPageFactory()
            cursor.execute("ALTER TABLE core_generation RENAME TO core_generation_away")
        cursor.execute("ALTER TABLE core_generation_away RENAME TO core_generation")
    assert Page.objects.filter(pk=news.pk).exists()
    assert any("Replacement" in record.getMessage() for record in caplog.records)


def test_a_change_inside_a_savepoint_that_is_lost_does_not_swallow_the_one_after_it(transactional_db):
    before = token()
    with transaction.atomic():
        with transaction.atomic():
            NewsPageFactory()
            transaction.set_rollback(True)
        NewsPageFactory()
    assert token() != before


def test_switched_contributions_begin_a_generation(transactional_db):
    before = token()
    contributions_changed.send(sender=None)
    assert token() != before


def test_languages_are_remembered_apart(seen):
    seen("/ja/")
    assert "News" in seen("/en/")


def test_a_memory_forgets_after_its_time(db, monkeypatch):
    memory = Memory(1)
    made = iter(range(9))
    now = [0.0]
    monkeypatch.setattr("cms.core.memory.monotonic", lambda: now[0])
    with generations.one_request():
        values = [memory.get("key", lambda: next(made)) for now[0] in (0, LONGEST - 1, LONGEST + 1)]
    assert values == [0, 0, 1]


def test_a_memory_holds_the_latest_used(db):
    memory = Memory(2)
    with generations.one_request():
        for key in ("a", "b", "a", "c"):
            memory.get(key, lambda: 1)
        assert [memory.get(key, lambda: 2) for key in ("a", "c", "b")] == [1, 1, 2]


def parts():
    return dict(Generation.objects.exclude(name=generations.PUBLISHED).values_list("name", "token"))


def test_what_depends_on_a_part_outlives_the_changes_of_others(transactional_db):
    memory, made = Memory(4), iter(range(9))

    def seen(part):
        with generations.one_request():
            return memory.get(part, lambda: next(made), parts=[part])

    generations.replace(["a", "b"])
    assert [seen("a"), seen("b"), seen("a"), seen("b")] == [0, 1, 0, 1]
    generations.replace(["a"])
    assert [seen("a"), seen("b")] == [2, 1]
    generations.replace([])
    assert [seen("a"), seen("b")] == [2, 1]
    generations.replace()
    assert [seen("a"), seen("b")] == [3, 4]


def test_what_is_missing_of_several_is_made_at_once(transactional_db):
    memory, asked = Memory(9), []

    def seen(*names, holds=lambda _made: True):
        def make(missing):
            asked.append(list(missing))
            return [f"{name} {len(asked)}" for name in missing]

        with generations.one_request():
            return memory.get_each([Wanted(name, ("key", name), holds, parts=[name]) for name in names], make)

    generations.replace(["a", "b", "c"])
    assert seen("a", "b", "c") == seen("a", "b", "c") == ["a 1", "b 1", "c 1"]
    generations.replace(["a", "c"])
    assert seen("a", "b", "c") == ["a 2", "b 1", "c 2"]
    assert seen("c", "a", holds=lambda made: made != "a 2") == ["c 2", "a 3"]
    assert asked == [["a", "b", "c"], ["a", "c"], ["a"]]


def test_several_are_not_kept_when_making_them_changed_something(transactional_db):
    memory, made = Memory(9), iter(range(9))

    def make(missing):
        generations.replace()
        return [next(made) for _name in missing]

    with generations.one_request():
        assert [memory.get_each([Wanted("a", "a"), Wanted("b", "b")], make) for _ in range(2)] == [[0, 1], [2, 3]]


def test_what_one_transaction_changes_touches_all_its_parts_at_once(transactional_db):
    generations.replace(["a", "b", "c"])
    before = parts()
    with transaction.atomic():
        generations.replace_after_commit(["a"])
        with transaction.atomic():
            generations.replace_after_commit(["b"])
        assert parts() == before
    after = parts()
    assert {name for name in after if after[name] != before[name]} == {"a", "b"}
    # In the same statement as the generation: nobody sees the one without the others.
    assert after["a"] == after["b"] == token()


def test_what_is_rolled_back_touches_no_part(transactional_db):
    generations.replace(["a"])
    before = parts()
    with transaction.atomic():
        generations.replace_after_commit(["a"])
        transaction.set_rollback(True)
    with transaction.atomic():
        generations.replace_after_commit(["b"])
    after = parts()
    assert (after["a"] == before["a"], "b" in after) == (True, True)


def test_a_page_with_others_below_it_touches_everything(transactional_db):
    news = NewsPageFactory()
    before = parts()
    news.save_revision().publish()
    assert parts() == before
    home = home_page()
    home.save()
    assert parts()[generations.EVERYTHING] != before.get(generations.EVERYTHING)


def test_outside_of_a_request_nothing_is_remembered(db):
    memory = Memory(1)
    made = iter(range(9))
    assert [memory.get("key", lambda: next(made)) for _ in range(2)] == [0, 1]
