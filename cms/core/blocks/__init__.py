"""Blocks that every kind of page may use."""
