"""What `manage.py startplugin` writes: one part per kind of contribution, put together in `writing`."""
