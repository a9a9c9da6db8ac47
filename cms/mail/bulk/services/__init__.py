"""What other apps call: prepare an issue for its readers, send, pause, call off; withdraw who leaves; count."""

from .attention import note_arrival, note_as_dealt_with, send_again
from .breaker import note_bounce, note_complaint
from .control import call_off, pause, resume, start
from .departures import move_address, withdraw_address
from .erasure import erase_due
from .forecast import Forecast, forecast, forecast_for, forecast_of
from .limits import set_budget, set_caps
from .preparation import Excluded, Recipient, prepare
from .setup import EditionContent, List, create
from .totals import Totals, totals_of

__all__ = [
    "EditionContent",
    "Excluded",
    "Forecast",
    "List",
    "Recipient",
    "Totals",
    "call_off",
    "create",
    "erase_due",
    "forecast",
    "forecast_for",
    "forecast_of",
    "move_address",
    "note_arrival",
    "note_as_dealt_with",
    "note_bounce",
    "note_complaint",
    "pause",
    "prepare",
    "resume",
    "send_again",
    "set_budget",
    "set_caps",
    "start",
    "totals_of",
    "withdraw_address",
]
