"""The kinds of public pages that grants have, for the tests that look at every kind (`tests.browser.page_types`)."""

PAGE_TYPES = (
    {"name": "grants", "model": "grants.GrantIndexPage"},
    {"name": "grant", "model": "grants.GrantPage", "slug": "akaihane-general"},
)
