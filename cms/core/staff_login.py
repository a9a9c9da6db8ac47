"""How often somebody may try to log in as staff, or ask for a new password: guessing is slow, whoever guesses.

Every attempt counts before it is looked at, and whether there is such an account or not: nobody learns which there are.
Above a limit the password is not even looked at. To hash it once costs between a third and half a second of the
processor; who is not let in costs it twice, the second time for the accounts that are switched off.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from wagtail.admin.forms.auth import PasswordResetForm as WagtailPasswordResetForm

from cms.accounts.forms import LoginForm as AccountsLoginForm

from .guessing import AN_HOUR, Secret
from .public_forms import limits
from .public_forms.origin import address_of

#: How many mails about one address leave in an hour.
OF_A_MAIL_ADDRESS = 3
TOO_MANY = ngettext_lazy(
    "Too many attempts to log in. Please wait %(minutes)d minute, then try again.",
    "Too many attempts to log in. Please wait %(minutes)d minutes, then try again.",
    "minutes",
)

SWITCHED_OFF = _("This account is switched off. Please ask a manager of the site to switch it on again.")


class LoginForm(AccountsLoginForm):
    """The log-in of staff, with limits by account and by connection.

    Who succeeds has the counts of her account begin anew; the one of the connection goes on. Who gives the password of
    an account that is switched off is told that; to others it is a wrong name or password, as one that is not there.
    """

    def clean(self) -> dict[str, Any]:
        name, now = str(self.cleaned_data.get("username", "")).casefold(), timezone.now()
        if not name or not self.cleaned_data.get("password"):
            return super().clean()  # type: ignore[no-any-return]
        secret, here = Secret("login", name), address_of(self.request)
        secret.count(here=here, now=now, too_many=TOO_MANY)
        try:
            cleaned = super().clean()
        except ValidationError as refusal:
            if refusal.code == "invalid_login" and self._is_switched_off():
                raise ValidationError(SWITCHED_OFF, code="inactive") from None
            raise
        secret.was_known(here=here, now=now)
        return cleaned  # type: ignore[no-any-return]

    def _is_switched_off(self) -> bool:
        """Whether the password is that of an account that was switched off: who knows it may know that too.

        Where there is none, a password is hashed all the same: time tells nobody which accounts there are.
        """
        users, password = get_user_model(), self.cleaned_data["password"]
        user = users.objects.filter(is_active=False, username=self.cleaned_data["username"]).first()
        if user is None:
            users().set_password(password)
            return False
        return bool(user.check_password(password))


class PasswordResetForm(WagtailPasswordResetForm):
    """Asks for a mail with a link to a new password, and not for a hundred of them."""

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"])
        who = email.casefold()
        if not limits.hit(
            scope="password-reset", address=who, limit=OF_A_MAIL_ADDRESS, per=AN_HOUR, now=timezone.now()
        ):
            raise ValidationError(
                _("A new password was asked for several times. Please look into your mailbox, or wait an hour."),
                code="too_many",
            )
        return email
