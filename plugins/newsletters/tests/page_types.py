"""The kinds of public pages that letters have, for the tests that look at every kind (`tests.browser.page_types`)."""

PAGE_TYPES = (
    {"name": "archive of letters", "model": "newsletters.NewsletterIndexPage"},
    {"name": "letter in the archive", "model": "newsletters.NewsletterIssue", "slug": "new-printer"},
    {"name": "subscribing", "path": "newsletters/"},
)
