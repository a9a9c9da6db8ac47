"""`python -m tests.bench.kept http://127.0.0.1:8000/ja/`: what a crowd costs a site behind nginx, and without it.

Wants nginx, and a site that runs (`make demo`). nginx is started with the lines about keeping from `deploy/nginx`;
its own log says of each request whether it reached the site. What counts is how many did, and the ratio of both rates.
"""

from __future__ import annotations

import argparse
import http.client
import re
import subprocess
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from cms.stack.processes import free_port

ROOT = Path(__file__).resolve().parents[2]
DEPLOYED = (ROOT / "deploy/nginx/kakehashi.conf").read_text()
KEEPING = re.compile(r"^ +proxy_(?:cache|no_cache|ignore)[^;]*;", re.MULTILINE)
WITHOUT = re.compile(r"^map \$http_cookie.*?^}", re.MULTILINE | re.DOTALL)


def configuration(folder: Path, port: int, site: str) -> str:
    """Return a configuration for a scratch folder that keeps pages as the deployed one does."""
    own = WITHOUT.search(DEPLOYED)
    assert own is not None
    return f"""
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/errors; events {{}}
http {{
  proxy_cache_path {folder}/cache keys_zone=kakehashi:8m max_size=256m inactive=10m use_temp_path=off;
  proxy_temp_path {folder}/proxy; client_body_temp_path {folder}/body; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  log_format kept '$upstream_cache_status $status $body_bytes_sent'; access_log {folder}/log kept;
  {own.group()}
  upstream kakehashi {{ server {site}; keepalive 16; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://kakehashi; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host {site};
      {" ".join(KEEPING.findall(DEPLOYED))}
    }}
  }}
}}"""


def crowd(address: str, path: str, seconds: float, people: int) -> tuple[int, float]:
    """Let so many people ask for a page again and again; return how many answers they got, and how many a second."""
    got: list[int] = []
    until = time.monotonic() + seconds

    def ask() -> None:
        line = http.client.HTTPConnection(address, timeout=30)
        while time.monotonic() < until:
            line.request("GET", path, headers={"Accept-Encoding": "gzip"})
            answer = line.getresponse()
            answer.read()
            assert answer.status == 200, answer.status
            got.append(1)

    began = time.monotonic()
    threads = [threading.Thread(target=ask) for _each in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(got), len(got) / (time.monotonic() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("url")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--people", type=int, default=8)
    given = parser.parse_args()
    url = urlsplit(given.url)
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port(first=8940)
        folder.chmod(0o777)
        (folder / "nginx.conf").write_text(configuration(folder, port, url.netloc))
        server = subprocess.Popen(["nginx", "-c", str(folder / "nginx.conf"), "-e", str(folder / "errors")])
        try:
            time.sleep(1)
            _all, alone = crowd(url.netloc, url.path, given.seconds, given.people)
            asked, kept = crowd(f"127.0.0.1:{port}", url.path, given.seconds, given.people)
        finally:
            server.terminate()
            server.wait()
        said = Counter(line.split()[0] for line in (folder / "log").read_text().splitlines())
    made = asked - said["HIT"]
    print(f"{given.url}: of {asked} requests in {given.seconds:.0f} s, {made} were made by the site ({dict(said)})")
    print(f"{alone:.0f} a second from the site, {kept:.0f} from nginx before it: {kept / alone:.1f} times")


if __name__ == "__main__":
    main()
