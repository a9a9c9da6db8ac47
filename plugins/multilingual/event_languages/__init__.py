"""Languages at an event: what families see of them, and what staff look after."""
