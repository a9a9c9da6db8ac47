"""Wagtail search backends for SQLite (FTS5) and PostgreSQL.

Wagtail's own tables, triggers and public API are kept; what is stored in them and how they are asked is ours:

* ``texts`` reads an object's search fields and analyses them as title, other names and body;
* ``indexing`` writes that on both databases;
* ``ranking`` asks the index once for the ids of all hits, best first, and then loads only the objects wanted;
* ``sqlite`` and ``postgresql`` render a query tree for their engine.
"""
