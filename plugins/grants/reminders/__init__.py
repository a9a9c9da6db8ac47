"""Reminders of deadlines by mail: asked for without an account, confirmed by a button, stopped by one click."""
