"""What can be wrong with a backup or a move, each said so that a person can mend it."""


class BackupError(Exception):
    """It was not done; the message says why and what to do. Nothing was changed."""


class NotFit(BackupError):
    """A backup does not hold what its manifest says, or does not fit this installation."""
