"""Sending one issue to many readers: each of them once, provably. What other apps call is in `services`."""
