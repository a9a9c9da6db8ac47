"""Posters and share images: an event on paper and in a chat, in each language, from the same rows as its page."""
