"""The search box's page: every kind of thing that apps and plugins contribute, found with one look into the index."""
