"""How the stack talks to the person at the terminal: one line per step, on the standard output."""

import sys

WIDTH = 14


def report(step: str, text: str) -> None:
    """Print one finished or running step."""
    print(f"  {step:<{WIDTH}} {text}", flush=True)


def warn(text: str) -> None:
    """Print what the person should know and need not act on at once."""
    print(f"  {'warning':<{WIDTH}} {text}", flush=True)


def fail(reason: str, tail: list[str]) -> None:
    """Print why it ended, and under it the end of the log that tells more."""
    sys.stdout.flush()
    print(f"\nStopped: {reason}", file=sys.stderr)
    for line in tail:
        print(f"    | {line}", file=sys.stderr)
