"""The only code that gives, takes or frees a place: web, staff, imports, API and the clock all call these.

Every verb takes keyword arguments, knows no HTTP, takes the time as `now` (aware), does all or nothing in one
transaction, refuses with an exception of `exceptions.py` whose `message` is fit to be shown, and writes its lines of
the log and its messages in that same transaction. `by` is the member of staff who acts; None means the person
herself, or the clock.
"""

from .attendance import check_in, undo_check_in
from .availability import availability, availability_in, availability_of
from .cancellation import cancel
from .capacities import set_capacity
from .changes import change, give_back, move
from .decisions import decide, override_confirm
from .downloads import note_download
from .drawing import check_draw, commit_draw, run_draw
from .entry import register, walk_in, was_taken
from .erasure import erase_due, erase_now
from .group_messages import audience_of, continue_messages, write_to_registrants
from .links import find, resend_link, resend_links, resolve
from .notices import settle_notice
from .offers import accept_offer, decline_offer, expire_offers
from .promotion import promote
from .reconciliation import reconcile
from .reminders import send_due_reminders
from .removal import remove_offering, remove_pool, remove_session
from .rescheduling import cancel_event, cancel_session, reschedule
from .rosters import export, my_data, queue_of, roster
from .sent_forms import is_first, sent_before
from .setup import add_childcare, add_interpreters, add_offering, announce, publish_form, set_up, set_up_like
from .verification import expire_unverified, verify

__all__ = [
    "accept_offer",
    "add_childcare",
    "add_interpreters",
    "add_offering",
    "announce",
    "audience_of",
    "availability",
    "availability_in",
    "availability_of",
    "cancel",
    "cancel_event",
    "cancel_session",
    "change",
    "check_draw",
    "check_in",
    "commit_draw",
    "continue_messages",
    "decide",
    "decline_offer",
    "erase_due",
    "erase_now",
    "expire_offers",
    "expire_unverified",
    "export",
    "find",
    "give_back",
    "is_first",
    "move",
    "my_data",
    "note_download",
    "override_confirm",
    "promote",
    "publish_form",
    "queue_of",
    "reconcile",
    "register",
    "remove_offering",
    "remove_pool",
    "remove_session",
    "reschedule",
    "resend_link",
    "resend_links",
    "resolve",
    "roster",
    "run_draw",
    "send_due_reminders",
    "sent_before",
    "set_capacity",
    "set_up",
    "set_up_like",
    "settle_notice",
    "undo_check_in",
    "verify",
    "walk_in",
    "was_taken",
    "write_to_registrants",
]
