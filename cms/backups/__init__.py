"""A centre's data in one file, back again, and from one database to another."""
