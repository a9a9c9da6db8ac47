"""The admin as a centre's own: our help in place of Wagtail's, links to what staff do next."""

from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from . import comparisons, page_choosers, publication_plans, starts, typed_as_typed
from .keywords.admin import KeywordViewSet, admin_urls
from .keywords.forms import use_in_admin_forms
from .keywords.history import register_actions
from .labels import label_wagtails_forms
from .page_links import LocalPageLinkHandler
from .site_search.synonyms import SynonymViewSet
from .today import TodayPanel

FOREIGN_HELP = ("whats-new-in-wagtail", "editor-guide")

register_snippet(KeywordViewSet)
register_snippet(SynonymViewSet)
use_in_admin_forms()
typed_as_typed.use_in_admin_forms()
starts.use_in_choosers()
comparisons.register()
label_wagtails_forms()


@hooks.register("register_admin_urls")
def keyword_urls() -> list[Any]:
    return admin_urls()


@hooks.register("register_log_actions")
def keyword_log_actions(actions: Any) -> None:
    register_actions(actions)


@hooks.register("register_rich_text_features", order=10)
def links_stay_in_the_language(features: Any) -> None:
    """After Wagtail's own, which this takes the place of."""
    features.register_link_type(LocalPageLinkHandler)


@hooks.register("insert_global_admin_css")
def frame_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/frame.css"))


@hooks.register("insert_global_admin_js")
def starts_js() -> SafeString:
    return format_html('<script src="{}"></script>', static("js/admin/starts.js"))


hooks.register("after_create_page", publication_plans.tell_whoever_saved)
hooks.register("after_edit_page", publication_plans.tell_whoever_saved)
hooks.register("after_unpublish_page", publication_plans.tell_whoever_took_off)


@hooks.register("after_bulk_action")
def tell_whoever_took_many_off(request: Any, action_type: str, objects: list[Any], action: Any) -> None:
    if action_type == "unpublish" and issubclass(action.model, Page):
        publication_plans.tell_whoever_took_off(request, *objects)


@hooks.register("construct_page_chooser_queryset")
def choose_where_one_works(pages: Any, request: Any) -> Any:
    """One centre's editors are not offered the pages of another, drafts among them."""
    return page_choosers.within_reach(pages, user=request.user)


@hooks.register("construct_help_menu")
def leave_out_foreign_help(request: Any, menu_items: list[Any]) -> None:
    """Wagtail's guides are in English on another server: not what a centre's staff can use."""
    menu_items[:] = [item for item in menu_items if not item.name.startswith(FOREIGN_HELP)]


@hooks.register("construct_homepage_panels")
def show_today(request: Any, panels: list[Any]) -> None:
    """今日のセンター stands above Wagtail's own panels."""
    # What waits for this person's look is a card of ours.
    panels[:] = [panel for panel in panels if panel.name != "workflow_objects_to_moderate"]
    panels.append(TodayPanel())
