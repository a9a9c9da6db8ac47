"""The names that contributions may use: slots of templates, zones of blocks, staff groups.

Tests hold them against the templates and streams of core.
"""

from collections.abc import Mapping

# name: where it is, and what the context holds beside the request
SLOTS: Mapping[str, str] = {
    "header_tools": "at the end of the header of every public page",
    "footer": "in the footer of every public page, above the closing line",
    "page.note": "above the words of a page, for what a reader must know first; `page` is the page",
    "home.top": "at the top of the home page, below its opening picture",
    "consultation.next": "on the page about consultation, where the next dates are",
    "activity.after": "below the body of an activity; `page` is the activity",
    "event.after": "below the words of an event; `page` is the event's page",
    "event.aside": "beside the words of an event, below its facts; `page` is its page, `event` what it shows",
    "event.head": "in the head of an event's page; `page` is the event's page",
    "events.list": "above the list of events; `found` is what the visitor asked for and what was found",
    "organisation.after": "below an organisation's words; `organisation` is the row",
    "organisation.aside": "beside an organisation's words; `organisation` is the row",
    "letter.stop": "below the button of the page that stops letters; `token` is the link's",
}
# name of a screen of an event: what staff do there
EVENT_TABS: Mapping[str, str] = {
    "overview": "how the event stands, and what is still to be done",
    "dates": "days, places and what can be booked",
    "day": "what is needed on the day itself",
}
ZONES: Mapping[str, str] = {
    "body": "the body of standard pages, guides and news",
    "activity": "the story of an activity",
}
ROLES: Mapping[str, str] = {
    "editor": "writes pages and hands them in",
    "moderator": "checks and publishes",
    "desk": "looks after events and registrations",
    "newsletter": "writes and sends letters",
    "manager": "answers for the site: everything above, settings and people",
}
