"""The staff groups get what apps declare, once, per site."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from wagtail.models import GroupPagePermission, Locale, Page, Site, WorkflowPage
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from activities.organisations.models import Organisation
from cms.core import moderation, roles
from cms.core.models import Appearance, RoleGrant, StaffRole
from cms.core.permissions import SiteScopedPolicy
from cms.media.models import CustomDocument, CustomImage
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return Site.objects.get(is_default_site=True)


def member_of(role):
    user = get_user_model().objects.create_user(username=f"a-{role}", password="a long password")
    user.groups.add(StaffRole.objects.get(key=role).group)
    return get_user_model().objects.get(pk=user.pk)


def test_the_five_groups_exist_after_the_migrations():
    assert set(StaffRole.objects.values_list("key", flat=True)) == set(roles.ROLES)


@pytest.mark.parametrize("role", sorted(roles.ROLES))
def test_every_role_may_log_in_to_the_admin(role):
    assert member_of(role).has_perm("wagtailadmin.access_admin")


def test_an_editor_may_change_pages_but_not_publish_them(site):
    permissions = site.root_page.permissions_for_user(member_of("editor"))
    assert (permissions.can_edit(), permissions.can_publish()) == (True, False)


def test_a_moderator_may_publish(site):
    assert site.root_page.permissions_for_user(member_of("moderator")).can_publish()


@pytest.mark.parametrize("role", sorted(roles.ROLES))
def test_no_role_can_raise_itself(role):
    user = member_of(role)
    raising = ["auth.change_group", "auth.add_group", "accounts.change_user", "accounts.add_user"]
    assert not [permission for permission in raising if user.has_perm(permission)]


@pytest.mark.parametrize(
    ("model", "auth_model"), [(CustomImage, "wagtailimages.Image"), (CustomDocument, "wagtaildocs.Document")]
)
@pytest.mark.parametrize("role", sorted(roles.ROLES))
def test_every_role_may_add_and_choose_pictures_and_documents(model, auth_model, role):
    """As Wagtail asks: about its own models, whatever models a project puts in their place."""
    user, policy = member_of(role), CollectionOwnershipPermissionPolicy(model, auth_model=auth_model)
    assert [policy.user_has_permission(user, action) for action in ("add", "choose")] == [True, True]


def test_granting_twice_changes_nothing(site):
    before = RoleGrant.objects.count(), GroupPagePermission.objects.count()
    roles.grant(site=site)
    assert (RoleGrant.objects.count(), GroupPagePermission.objects.count()) == before


def test_what_a_manager_took_away_is_not_given_again(site):
    group = StaffRole.objects.get(key="editor").group
    permission = Permission.objects.get(content_type__app_label="core", codename="add_keyword")
    group.permissions.remove(permission)
    roles.grant(site=site)
    assert not group.permissions.filter(pk=permission.pk).exists()


def test_a_second_site_gets_its_own_grants_and_editors_of_the_first_stay_out(site):
    home = site.root_page.get_parent().add_child(instance=Page(title="隣の市", slug="next-city"))
    other = Site.objects.create(hostname="next.example", root_page=home)
    editor = member_of("editor")
    assert not home.permissions_for_user(editor).can_edit()
    roles.grant(site=other)
    assert home.permissions_for_user(get_user_model().objects.get(pk=editor.pk)).can_edit()


def test_site_settings_are_the_managers(site):
    manager, editor = member_of("manager"), member_of("editor")
    policy = SiteScopedPolicy(Appearance)
    assert policy.user_has_permission_for_instance(manager, "change", site)
    assert not policy.user_has_permission_for_instance(editor, "change", site)


@pytest.mark.parametrize("role", ["editor", "manager"])
def test_what_all_sites_share_is_seen_by_staff_and_changed_by_superusers(site, role):
    roles.grant(site=site)
    policy, own, shared = SiteScopedPolicy(Organisation), OrganisationFactory(), OrganisationFactory(site=None)
    staff, chief = member_of(role), get_user_model().objects.create_superuser("chief", password="a long password")

    def may(user, row):
        return [policy.user_has_permission_for_instance(user, action, row) for action in ("view", "change")]

    assert (may(staff, own), may(staff, shared)) == ([True, True], [True, False])
    assert (may(chief, own), may(chief, shared)) == ([True, True], [True, True])
    assert set(policy.instances_user_has_permission_for(staff, "change")) == {own}


def test_keywords_are_for_editors_too():
    assert member_of("editor").has_perm("core.add_keyword")


def test_moderation_waits_for_the_people_who_publish(site):
    workflow = moderation.ensure_workflow(site=site)
    (task,) = [task.specific for task in workflow.tasks]
    moderator, editor = member_of("moderator"), member_of("editor")
    assert task.user_can_access_editor(site.root_page, moderator)
    assert not task.groups.filter(pk__in=editor.groups.values("pk")).exists()


def test_a_new_site_sends_drafts_to_the_people_who_publish(site):
    assert site.root_page.get_workflow().name == moderation.WORKFLOW_NAME


def test_a_workflow_that_a_centre_took_away_stays_away(site):
    WorkflowPage.objects.all().delete()
    roles.grant_after_migrate(app_config=[app for app in apps.get_app_configs() if app.models_module][-1])
    assert site.root_page.get_workflow() is None


def test_a_home_page_in_another_language_is_open_to_the_same_staff(site):
    english = Locale.objects.get_or_create(language_code="en")[0]
    home = site.root_page.specific
    translated = home.get_translation_or_none(english) or home.copy_for_translation(english)
    assert translated.permissions_for_user(member_of("editor")).can_edit()


def test_to_give_a_new_site_all_its_grants_takes_few_statements(site, django_assert_max_num_queries):
    """There are some five hundred, and each was asked for and written by itself."""
    home = site.root_page.get_parent().add_child(instance=Page(title="隣の市", slug="next-city"))
    other = Site.objects.create(hostname="next.example", root_page=home)
    with django_assert_max_num_queries(32):
        roles.grant(site=other)
    assert RoleGrant.objects.filter(site=other).count() == RoleGrant.objects.filter(site=site).count() > 300
    with django_assert_max_num_queries(8):
        roles.grant(site=other)
