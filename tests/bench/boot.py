"""`python -m tests.bench.boot`: what a start costs with plugins, against a start without them.

Ten plugins of a real size are written into a scratch folder. Starts with and without take turns, so that whatever else
the machine does hits both; the figures are medians of CPU seconds, and the ratio is what counts.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.plugin_host.written import GOOD, ROOT, Site, write_plugin

SETTINGS = "from django.conf import settings; settings.PLUGINS"
START = "import django; django.setup()"
VIEWS = "\n".join(f"def view_{number}(request):\n    return {number}\n" for number in range(200))


def write_plugins(folder: Path, count: int) -> None:
    """Write plugins with some modules and templates each, as large as the sample plugin and a bit."""
    sample = {f"notes/{path.name}": path.read_text() for path in (GOOD / "noticeboard").glob("*.py")}
    for number in range(count):
        files = {"views.py": VIEWS, **{f"templates/bench_{number}/{i}.html": "<p>text</p>\n" * 40 for i in range(10)}}
        files |= {f"notes_{name.partition('/')[2]}.txt": text for name, text in sample.items()}
        write_plugin(folder, f"bench_{number}", files=files)


def cpu_seconds(site: Site, code: str) -> float:
    """Return the CPU seconds of a Python process and its children that runs `code` as this site."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=site.environ, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)


def compare(name: str, code: str, sites: dict[str, Site], times: int) -> None:
    seconds: dict[str, list[float]] = {label: [] for label in sites}
    for _ in range(times):
        for label, site in sites.items():
            seconds[label].append(cpu_seconds(site, code))
    medians = {label: statistics.median(found) for label, found in seconds.items()}
    without = medians["no plugins"]
    for label, median in medians.items():
        print(f"  {name:<22} {label:<28} {median * 1000:8.1f} ms   {median / without:5.3f}×")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.boot", description=__doc__.splitlines()[0])
    parser.add_argument("--plugins", type=int, default=10)
    parser.add_argument("--times", type=int, default=9)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "plugins_here")
        write_plugins(folder, options.plugins)
        sites = {
            "no plugins": Site(Path(scratch, "none")),
            f"{options.plugins} plugins, all off": Site(Path(scratch, "off"), (folder,), {"CMS_PLUGINS_OFF": "*"}),
            f"{options.plugins} plugins, warm cache": Site(Path(scratch, "warm"), (folder,)),
        }
        started = time.monotonic()
        cold = cpu_seconds(sites[f"{options.plugins} plugins, warm cache"], SETTINGS)
        print(
            f"  first start, which vets {options.plugins} plugins: {cold:.2f} s CPU, {time.monotonic() - started:.2f} s"
        )
        compare("reading settings", SETTINGS, sites, options.times)
        compare("django.setup()", START, sites, options.times)


if __name__ == "__main__":
    os.environ.pop("CMS_PLUGINS_PATH", None)
    main()
