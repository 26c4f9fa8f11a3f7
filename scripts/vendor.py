"""Copies the front-end parts that npm fetched to static/vendor/: styles, theme, htmx, fonts, icons."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from reports.pdf.fonts import FACES

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"
BUILD = ROOT / ".data" / "design"

# Names in templates → names among the Aksel icons.
ICONS = [
    "ArrowDown",
    "ArrowUp",
    "Buildings2",
    "Calendar",
    "Camera",
    "Checkmark",
    "ChevronDown",
    "ChevronRight",
    "Clock",
    "Download",
    "Eye",
    "ExclamationmarkTriangle",
    "File",
    "FileText",
    "FolderFile",
    "Globe",
    "House",
    "InformationSquare",
    "Leave",
    "MagnifyingGlass",
    "MenuHamburger",
    "NotePencil",
    "PadlockLocked",
    "Paperclip",
    "Pencil",
    "PersonGroup",
    "Person",
    "Plus",
    "PrinterSmall",
    "Tasklist",
    "XMark",
]

WEB_FONT = "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght"
STYLES = "@digdir/designsystemet-css/dist/src/index.css"
FILES = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    f"{WEB_FONT}-normal.woff2": "fonts/source-sans-3-variable.woff2",
    f"{WEB_FONT}-italic.woff2": "fonts/source-sans-3-variable-italic.woff2",
}
LICENCES = (
    "@digdir/designsystemet-css",
    "@digdir/designsystemet",
    "htmx.org",
    "@fontsource-variable/source-sans-3",
    *sorted({f"@fontsource/{face.package}" for face in FACES}),
    "@navikt/aksel-icons",
)


def main() -> None:
    if not MODULES.is_dir():
        sys.exit("node_modules is missing; run: npm ci --ignore-scripts")
    (VENDOR / "fonts").mkdir(parents=True, exist_ok=True)
    for source, target in FILES.items():
        shutil.copyfile(MODULES / source, VENDOR / target)
    copy_report_fonts()
    make_styles()
    make_sprite()
    copy_licences()


def copy_report_fonts() -> None:
    """The fonts that the PDFs are set in."""
    for face in FACES:
        source = MODULES / "@fontsource" / face.package / "files" / face.file
        shutil.copyfile(source, VENDOR / "fonts" / face.file)


def make_styles() -> None:
    """Our colours and sizes as CSS variables, by Designsystemet's own tool, and its styles after them.

    One file, so that the browser asks once.
    """
    tool = MODULES / "@digdir" / "designsystemet" / "dist" / "bin" / "designsystemet.js"
    tokens, built = BUILD / "tokens", BUILD / "css"
    run(["node", str(tool), "tokens", "create", "--config", "designsystemet.config.json"])
    run(["node", str(tool), "tokens", "build", "-t", str(tokens), "-o", str(built)])
    parts = (built / "omstallning.css", MODULES / STYLES)
    text = "\n".join(part.read_text(encoding="utf-8") for part in parts)
    (VENDOR / "design.css").write_text(text, encoding="utf-8")


def run(command: list[str]) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}\n{done.stderr}")


def make_sprite() -> None:
    """One SVG file with a symbol for each icon, named in kebab-case."""
    symbols = []
    for name in ICONS:
        svg = (MODULES / "@navikt" / "aksel-icons" / "dist" / "svg" / f"{name}.svg").read_text()
        inner = re.sub(r"^.*?<svg[^>]*>|</svg>\s*$", "", svg, flags=re.DOTALL)
        symbols.append(f'<symbol id="{kebab(name)}" viewBox="0 0 24 24">{inner}</symbol>')
    sprite = f'<svg xmlns="http://www.w3.org/2000/svg" fill="currentColor">{"".join(symbols)}</svg>'
    (VENDOR / "icons.svg").write_text(sprite, encoding="utf-8")


def kebab(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()


def copy_licences() -> None:
    folder = VENDOR / "licences"
    folder.mkdir(exist_ok=True)
    for package in LICENCES:
        for licence in (MODULES / package).glob("LICEN[CS]E*"):
            shutil.copyfile(licence, folder / f"{package.strip('@').replace('/', '-')}.txt")


if __name__ == "__main__":
    main()
