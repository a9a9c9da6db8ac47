from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import Tool


class ToolViewSet(SnippetViewSet):
    """The tools themselves, registered with Wagtail past the contributions."""

    model = Tool
    icon = "pick"
    menu_label = "備品の台帳"
    add_to_admin_menu = True


register_snippet(ToolViewSet)


@hooks.register("insert_global_admin_css")
def mark() -> str:
    """Something that a visitor of the admin could see."""
    return '<meta name="toolbox-hook">'
