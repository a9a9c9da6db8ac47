"""The sample plugin is found where CMS_PLUGINS_PATH says, and nowhere else."""

import os
import subprocess
import sys
from pathlib import Path

from cms.plugin_host.boot import Status, boot

ROOT = Path(__file__).resolve().parents[2]
GOOD = ROOT / "tests" / "plugins" / "good"


def test_a_plugin_in_a_further_folder_is_found_and_is_imported_as_plugins(tmp_path: Path) -> None:
    found = boot(folder=tmp_path, further_folders=[GOOD])
    assert [(each.slug, each.status) for each in found.verdicts] == [("noticeboard", Status.LOADED)]
    assert found.apps == ("plugins.noticeboard",)


def test_a_site_with_the_sample_plugin_has_no_changes_without_migration() -> None:
    environment = dict(os.environ) | {"CMS_PLUGINS_PATH": str(GOOD), "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
    command = [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
