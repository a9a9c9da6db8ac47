"""`python -m cms.stack.probe http://127.0.0.1:8000/-/ready`: does the web process answer as it should?

For health checks of containers and units. It asks as the proxy does: in the site's own name, as if by https; else
production would refuse the name or lead to https. Exit codes: 0 for an answer below 400, 1 for any other or none.
"""

import argparse
import http.client
import os
import sys
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

SECONDS = 5


def headers(environ: Mapping[str, str], netloc: str) -> dict[str, str]:
    """Return what the proxy would send: the first of `CMS_ALLOWED_HOSTS` that is a name, and https."""
    hosts = (host.strip() for host in environ.get("CMS_ALLOWED_HOSTS", "").split(","))
    name = next((host.lstrip(".") for host in hosts if host.strip("*.")), netloc)
    return {"Host": name, "X-Forwarded-Proto": "https"}


def ask(url: str, environ: Mapping[str, str]) -> tuple[bool, str]:
    """Return whether `url` answers well, and a sentence about it for the log."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "127.0.0.1", parts.port, timeout=SECONDS)
    try:
        connection.request("GET", parts.path or "/", headers=headers(environ, parts.netloc))
        answer = connection.getresponse()
        text = answer.read(500).decode(errors="replace").strip()
    except (OSError, http.client.HTTPException) as failure:
        return False, f"no answer: {failure}"
    finally:
        connection.close()
    return answer.status < 400, f"{answer.status} {text}"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m cms.stack.probe", description="Does the web process answer?")
    parser.add_argument("url")
    parser.add_argument("--wait", type=float, default=0, metavar="SECONDS", help="go on asking for so long")
    options = parser.parse_args(arguments)
    ends_at = time.monotonic() + options.wait
    is_well, what = ask(options.url, os.environ)
    while not is_well and time.monotonic() < ends_at:
        time.sleep(0.5)
        is_well, what = ask(options.url, os.environ)
    print(what)
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
