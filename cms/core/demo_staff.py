"""The demo's staff: one log-in per group."""

from django.contrib.auth import get_user_model
from wagtail.users.models import UserProfile

from cms.plugin_api import DemoContext

from . import moderation, roles
from .models import StaffRole

PASSWORD = "kakehashi-demo"
# username: family name, given name, role key or None for the superuser
STAFF: dict[str, tuple[str, str, str | None]] = {
    "admin": ("架橋", "管理", None),
    "editor": ("青木", "ゆう", "editor"),
    "moderator": ("伊藤", "まこと", "moderator"),
    "desk": ("上田", "あかり", "desk"),
    "newsletter": ("江口", "しずく", "newsletter"),
    "manager": ("岡本", "ひかり", "manager"),
}


def load(context: DemoContext) -> None:
    """Make the log-ins that are missing, put each into its group, and set up moderation."""
    roles.grant(site=context.site)
    moderation.ensure_workflow(site=context.site)
    groups = {role.key: role.group for role in StaffRole.objects.select_related("group")}
    User = get_user_model()
    for username, (family, given, role) in STAFF.items():
        if User.objects.filter(username=username).exists():
            continue
        user = User(
            username=username,
            last_name=family,
            first_name=given,
            email=f"{username}@kakehashi.example",
            is_superuser=role is None,
            is_staff=role is None,
        )
        user.set_password(PASSWORD)
        user.save()
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "ja"})
        if role:
            user.groups.add(groups[role])
