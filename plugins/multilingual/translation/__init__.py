"""Pages in other languages: what they were made from, what has changed since, and the way to a new version."""
