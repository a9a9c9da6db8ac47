"""Everything the site needs to run on one machine: packages, Redis, PostgreSQL for tests, and the supervisor.

Stands on nothing of the project's own code, and on the standard library first.
"""
