"""What a child process does to find out whether plugins are fit: `python -m cms.plugin_host.vetting`.

Nothing of it is imported by a process that serves. A child loads what it was told, walks the eight doors through which
Django, Wagtail and Celery import an app, holds what the plugin contributes against the rules, and writes down what it
found. It asks no database.
"""
