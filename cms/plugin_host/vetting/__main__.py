"""`python -m cms.plugin_host.vetting RESULT SECONDS`; what to look at is in the environment."""

import faulthandler
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from cms.plugin_host.boot import children
from cms.plugin_host.boot.children import Finding, finding_to_json

from . import apart, together, without_database
from .failures import Unattributed, finding_of


def main(result: Path, seconds: float) -> None:
    asked = children.asked()
    if asked is None:
        raise SystemExit(f"{children.VETTING} does not say what to look at")
    mode, packages = asked
    faulthandler.enable(all_threads=False)
    without_database.forbid()
    try:
        if mode == "apart":
            findings = apart.look(seconds)
        else:
            faulthandler.dump_traceback_later(seconds, exit=True)
            findings = together.look(packages, strictly=mode == "together")
        write(result, findings)
    except Unattributed as crash:
        write(result, {}, crash.finding)
    except BaseException as error:  # whatever it is, the parent is told, and looks closer
        write(result, {}, finding_of(error))


def write(result: Path, findings: Mapping[str, Finding], crash: Finding | None = None) -> None:
    document = {
        "findings": {package: finding_to_json(finding) for package, finding in findings.items()},
        "crash": finding_to_json(crash) if crash else None,
    }
    result.write_text(json.dumps(document), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
    sys.stdout.flush()
    # Whatever threads and exit handlers plugins have left behind, the work is done.
    os._exit(0)
