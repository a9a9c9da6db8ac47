"""How the functions of a contribution are called. Vetting holds each function against this, before it is ever called.

A name with "=" is given by keyword. Where there is more than one way, the first one that the function takes is used.
"""

from collections.abc import Mapping

from . import contributions as c

Way = tuple[str, ...]

CALLS: Mapping[type[c.Contribution], Mapping[str, tuple[Way, ...]]] = {
    c.EventPanel: {"more": (("request", "event"),)},
    c.Block: {"factory": ((),)},
    c.MenuItem: {"url": (("request",),)},
    c.Schedule: {"run": (("now=",), ("now=", "site="))},
    c.NewsletterSection: {"items": (("context",),)},
    c.FormBox: {"words": (("request",),), "accept": (("ticked",),)},
    c.ApiEndpoint: {"view": (("request",),)},
    c.SlotFill: {"render": (("context",),)},
    c.HtmlFilter: {"wanted": (("request",),), "change": (("request", "response", "html"),)},
    c.Listener: {"handle": (("fact",),)},
    c.HomeSection: {"context": (("request", "page"),)},
    c.StaffPanel: {"context": (("request",),)},
    c.SearchKind: {
        "queryset": (("site",),),
        "card": (("instance",),),
        "tagged": (("rows", "keyword"),),
        "counts": (("site",),),
        "rows": (("request",),),
        "cards": (("request", "instances"),),
    },
    c.Demo: {"load": (("context",),)},
}
