"""The staff of a centre. Citizens have no account."""

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A member of staff. Own model from the first migration, because it can never be changed to one later."""

    class Meta(AbstractUser.Meta):
        verbose_name = _("staff member")  # type: ignore[assignment]
        verbose_name_plural = _("staff members")  # type: ignore[assignment]

    def get_full_name(self) -> str:
        """Return the name in the order in which it is said in Japanese: family name first."""
        return f"{self.last_name} {self.first_name}".strip()

    def get_short_name(self) -> str:
        """Return the name by which mails greet: nobody is called by the given name alone in a Japanese letter."""
        return self.last_name or self.first_name
