"""Django's own checks, run as production would: settings, migrations that are missing."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from core import localdb  # noqa: E402

PRODUCTION = {
    "SECRET_KEY": "only-for-this-check-" + "x7Kp9" * 12,
    "ALLOWED_HOSTS": "omstallning.example",
    "SMTP_HOST": "localhost",
    "OMSTALLNING_FILES": "/var/lib/omstallning/files",
    "OMSTALLNING_ROLE": "owner",
}


def main() -> int:
    server = localdb.ensure_running(ROOT / ".data" / "postgres-test", durable=False)
    env = os.environ | PRODUCTION | {"DATABASE_URL": server.url("omstallning_owner")}
    try:
        for arguments in (
            ["check", "--deploy", "--fail-level", "WARNING"],
            ["makemigrations", "--check", "--dry-run"],
        ):
            done = subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=env)
            if done.returncode:
                return done.returncode
    finally:
        server.release()
    return 0


if __name__ == "__main__":
    sys.exit(main())
