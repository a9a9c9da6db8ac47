"""The words that citizens read, in every language of the registry: which they are, where they are, what is wrong."""
