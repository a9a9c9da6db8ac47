"""What keeps a plugin that is off from being seen, kind by kind. Off hides; nothing here deletes."""
