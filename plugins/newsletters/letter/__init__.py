"""From an issue to the mail of one language and area: blocks, the two texts made from them, and what to check."""
