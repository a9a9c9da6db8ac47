"""How the site is: what runs, what waits, what is full, in words that say what to do."""
