"""The base of forms that anybody may send."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.database_away import is_full

from . import limits
from .origin import Origin, address_of, origin_of
from .rendering import StraightRenderer
from .tickets import NoTicket, Ticket

# A person needs longer to read the first line; a robot answers at once.
QUICKEST = timedelta(seconds=2)


class PublicForm(forms.Form):
    """A form with a ticket, a trap for robots and a limit per connection.

    Whatever is wrong, the person sees the form again with what she typed and a sentence that says what to do; nothing
    is dropped in silence. `scope`, `limit` and `per` say how often one connection may send it; a library or a town
    hall has one address for many people. `quickest` says how soon nobody has read it yet.
    """

    scope: ClassVar[str] = "form"
    limit: ClassVar[int] = 60
    per: ClassVar[timedelta] = timedelta(minutes=10)
    quickest: ClassVar[timedelta] = QUICKEST
    default_renderer = StraightRenderer

    ticket = forms.CharField(required=False, widget=forms.HiddenInput, max_length=200)
    # Robots fill in what looks like a field; people do not see it, and are told when their browser filled it in.
    homepage = forms.CharField(
        label=_("Leave this field empty"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )  # fmt: skip

    def __init__(self, *args: Any, request: HttpRequest, now: datetime | None = None, **kwargs: Any) -> None:
        self.request = request
        self.now = now or timezone.now()
        super().__init__(*args, **kwargs)
        self.issued = Ticket.issue(now=self.now)
        self._given = self._read_ticket()
        if not self.is_bound:
            self.initial["ticket"] = str(self.issued)
        elif self._given is None:  # what is shown again carries a ticket that will do
            self.data = self.data.copy() if isinstance(self.data, QueryDict) else dict(self.data)
            self.data[self.add_prefix("ticket")] = str(self.issued)

    @property
    def key(self) -> str:
        """The key of this attempt, the same when the form is sent again."""
        return (self._given or self.issued).key

    def _read_ticket(self) -> Ticket | None:
        try:
            return Ticket.read(str(self.data.get(self.add_prefix("ticket"), ""))[:200], now=self.now)
        except NoTicket:
            return None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        try:
            is_within_limit = self._is_within_limit()
        except OperationalError as error:  # somebody else is writing, for longer than the database waits
            if is_full(error):  # which a moment does not mend: the page that asks to wait keeps what was typed
                raise
            raise ValidationError(
                _("Very many people are sending forms right now. Please press the button once more."), code="busy"
            ) from None
        if not is_within_limit:
            raise ValidationError(
                _("Too many forms were sent from this connection. Please wait ten minutes, or telephone us."),
                code="too_many",
            )
        if cleaned.get("homepage"):
            self.data = self.data.copy() if isinstance(self.data, QueryDict) else dict(self.data)
            self.data[self.add_prefix("homepage")] = ""
            raise ValidationError(
                _("A hidden field was filled in, perhaps by your browser. It is empty again: please send once more."),
                code="robot",
            )
        # Who has to mend something sends once more anyway.
        if not self.errors and self._is_doubtful():
            raise ValidationError(_("Please look over what you wrote and send it once more."), code="again")
        return cleaned

    def _is_within_limit(self) -> bool:
        return limits.hit(
            scope=self.scope, address=address_of(self.request), limit=self.limit, per=self.per, now=self.now
        )

    def _is_doubtful(self) -> bool:
        """Whether neither the browser nor a ticket vouches for the form, or it came faster than anybody reads."""
        if self._given is None:
            return origin_of(self.request) is not Origin.OURS
        return self.now - self._given.issued_at < self.quickest
