"""Letters that make themselves by a rule: when, of what, for whom."""
