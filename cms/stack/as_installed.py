"""manage.py as the systemd units run the site: with their settings, their places and their user.

`deploy/kakehashi` starts it, for staff as root (`kakehashi doctor`) and for a mail server's pipe, which is the units'
user already.
"""

import os
import pwd
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from cms.stack import dotenv
from cms.stack.places import ROOT

USER = "kakehashi"
#: In the order in which the units read them: an empty line of the first must not move the data.
FILES = (Path("/etc/kakehashi/environment"), ROOT / "deploy" / "systemd" / "places.environment")
UMASK = 0o027


def environment(files: Sequence[Path], environ: Mapping[str, str]) -> dict[str, str]:
    """Return `environ` with the variables of the files, the later ones stronger.

    Raises OSError for a file that cannot be read, ValueError for a line that is not NAME=value.
    """
    variables = dict(environ)
    for path in files:
        variables |= dotenv.parse(path.read_text(encoding="utf-8"))
    return variables


def become(name: str) -> None:
    """Go on as this user. Nothing to do for who is that already; PermissionError for who is neither that nor root."""
    user = pwd.getpwnam(name)
    if os.geteuid() == user.pw_uid:
        return
    os.initgroups(user.pw_name, user.pw_gid)
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)


def main(arguments: Sequence[str]) -> None:
    try:
        become(USER)
        variables = environment(FILES, os.environ)
    except KeyError:
        sys.exit(f"there is no user {USER}: docs/operations.md says how the site is installed")
    except PermissionError:
        sys.exit(f"run this as root or as {USER}")
    except (OSError, ValueError) as error:
        sys.exit(str(error))
    os.umask(UMASK)
    os.execve(sys.executable, [sys.executable, str(ROOT / "manage.py"), *arguments], variables)


if __name__ == "__main__":
    main(sys.argv[1:])
