"""`python -m cms.stack`: run the whole site on this machine until Ctrl-C.

Exit codes: 0 when it was asked to stop, 1 when something could not start or died.
"""

import argparse
import os
import sys
import time

from . import dotenv
from .console import fail
from .places import ROOT
from .supervisor import CannotRun, Options, Stopped, Supervisor

STAFF = (
    ("admin", "everything"),
    ("editor", "writes pages"),
    ("moderator", "publishes what others wrote"),
    ("desk", "runs events"),
    ("newsletter", "writes newsletters"),
    ("manager", "settings, plugins, events, reports"),
)
PASSWORD = "kakehashi-demo"


def announce(address: str, seconds: float) -> None:
    """Print where everything is."""
    print(f"\nThe site is up after {seconds:.1f} s.\n")
    print(f"  Site           {address}/")
    print(f"  Staff          {address}/admin/   (password for all: {PASSWORD})")
    for name, does in STAFF:
        print(f"                   {name:<11} {does}")
    print(f"  Mail           {address}/dev/mail/   (nothing leaves this machine)")
    print("  Logs           var/log/")
    print("\nCtrl-C stops everything.", flush=True)


def main(arguments: list[str]) -> int:
    dotenv.load(ROOT / ".env", os.environ)
    parser = argparse.ArgumentParser(prog="python -m cms.stack", description="Run the whole site on this machine.")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")), help="first port to try")
    options = Options(port=parser.parse_args(arguments).port)
    started = time.monotonic()
    supervisor = Supervisor(options, os.environ)
    try:
        with supervisor:
            supervisor.start_redis()
            # The demo is loaded on one core: meanwhile the web server loads the site on another. The worker and beat
            # write, and would wait for the demo to be through.
            supervisor.prepare_database(migrated=supervisor.start_web)
            supervisor.start_celery()
            supervisor.wait_until_ready()
            announce(supervisor.address, time.monotonic() - started)
            supervisor.watch()
    except Stopped as asked:
        print(f"\nStopped ({asked}): web, worker, beat and Redis have ended; the data stays in var/.", flush=True)
        return 0
    except CannotRun as failure:
        fail(str(failure), failure.tail)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
