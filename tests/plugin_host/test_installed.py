"""Run the tests of a site with a real plugin in it, in processes that have the plugin."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "tests" / "plugin_host" / "installed").glob("test_*.py"))
# To start a process with all of the site costs as much as most of these modules. The browser has one of its own.
TOGETHER = {
    "browser": [path for path in MODULES if path.stem == "test_demo"],
    "others": [path for path in MODULES if path.stem != "test_demo"],
}
PASSED = re.compile(r"^PASSED (\S+?)::", re.M)


@pytest.mark.parametrize("modules", TOGETHER.values(), ids=TOGETHER)
def test_site_with_a_plugin(modules: list[Path]) -> None:
    environment = dict(os.environ) | {"CMS_PLUGINS_PATH": str(ROOT / "tests" / "plugins" / "complete")}
    options = ["-q", "-rfEp", "-p", "no:cacheprovider", "-p", "no:xdist"]
    command = [sys.executable, "-m", "pytest", *options, *map(str, modules)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    said = re.sub(r"^PASSED .*\n", "", done.stdout, flags=re.M)
    assert done.returncode == 0, said[-8000:] + done.stderr[-2000:]
    assert {Path(name).stem for name in PASSED.findall(done.stdout)} == {path.stem for path in modules}
