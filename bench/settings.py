"""The settings of production, with the floors' addresses beside the application's own."""

from pathlib import Path

from omstallning import settings as production

# Every setting as it is; a star would hide which names are meant.
globals().update({name: getattr(production, name) for name in dir(production) if name.isupper()})

ROOT_URLCONF = "bench.urls"
production.TEMPLATES[0]["DIRS"].append(Path(__file__).resolve().parent / "templates")
