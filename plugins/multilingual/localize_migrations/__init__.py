"""The tables of wagtail-localize, made at once as they are now.

Its own migrations are of the years in which Wagtail renamed its revisions: what they do hangs on what the database
looks like in the moment in which they are imported, and one of them wants to run before Wagtail's.
"""
