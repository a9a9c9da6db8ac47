"""The pattern page: every component of the interface in every state, on one page."""
