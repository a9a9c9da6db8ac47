"""The outside judges: Lighthouse and the Nu validator, installed by npm into `var/audit`, against the demo."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cms.settings.environment import VAR_DIR
from tests.browser.page_types import PAGE_TYPES, Demo, PageType
from tests.browsers import ARGUMENTS, chromium
from tests.servers import LiveSite

HERE = Path(__file__).parent
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


@pytest.fixture(scope="session")
def tools() -> Path:
    """The folder with the installed judges; npm runs when the wanted versions are not there yet."""
    folder = VAR_DIR / "audit"
    wanted = (HERE / "package.json").read_text()
    stamp = folder / "installed.json"
    if not stamp.exists() or stamp.read_text() != wanted:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / "package.json", folder)
        assert shutil.which("npm"), "npm is not installed: apt-get install -y npm"
        subprocess.run(
            ["npm", "install", "--no-fund", "--no-audit", "--no-package-lock", "--ignore-scripts"],
            cwd=folder,
            check=True,
            capture_output=True,
        )
        stamp.write_text(wanted)
    return folder


@pytest.fixture(scope="session")
def demo(live_site: LiveSite) -> Demo:
    return Demo.of_file(live_site.folder / "database.sqlite3")


@pytest.fixture(params=PAGE_TYPES, ids=lambda page_type: page_type.name.replace(" ", "-"))
def page_type(request: pytest.FixtureRequest) -> PageType:
    return request.param


@pytest.fixture(params=("ja", "en"))
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def address(live_site: LiveSite, demo: Demo, page_type: PageType, language: str) -> str:
    path = demo.path(page_type)
    assert path is not None, f"the demo has no example of “{page_type.name}”"
    return f"{live_site.url}/{language}/{path}"


@pytest.fixture(scope="session")
def lighthouse(tools: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dict[str, Any]]:
    """Run Lighthouse as a phone would see the address; returns its report."""
    target = tmp_path_factory.mktemp("lighthouse") / "report.json"

    def run(url: str) -> dict[str, Any]:
        command = ["node", str(tools / "node_modules/lighthouse/cli/index.js"), url, "--output=json", "--quiet"]
        command += [f"--output-path={target}", f"--only-categories={','.join(CATEGORIES)}"]
        command += [f"--chrome-flags={' '.join(['--headless', *ARGUMENTS])}"]
        done = subprocess.run(
            command, env=os.environ | {"CHROME_PATH": chromium(whole=True)}, check=False, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return json.loads(target.read_text())

    return run


@pytest.fixture(scope="session")
def validator(tools: Path) -> Callable[[str], list[str]]:
    """Run the Nu validator over an HTML text; returns its errors."""

    def run(html: str) -> list[str]:
        assert shutil.which("java"), "java is not installed: apt-get install -y default-jre-headless"
        jar = tools / "node_modules/vnu-jar/build/dist/vnu.jar"
        result = subprocess.run(
            ["java", "-jar", str(jar), "--format", "json", "--errors-only", "-"],
            input=html,
            text=True,
            capture_output=True,
            check=False,
        )
        return [
            f"{message['message']} {message.get('extract', '')}" for message in json.loads(result.stderr)["messages"]
        ]

    return run
