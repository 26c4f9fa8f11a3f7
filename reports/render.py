"""A frozen report as HTML and as PDF. No queries: whoever calls has the report already."""

import io
import logging
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from reports.export import report_files
from reports.model import Paper
from reports.pdf.job import EXIT_COMPLAINT, EXIT_MEMORY, Job
from reports.pdf.stages import heard
from reports.unshown import unshown_in

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"
FONTS = STATIC / "vendor" / "fonts"

logger = logging.getLogger(__name__)

# What XML and PDF cannot hold, whatever form it came in by: controls, halves of surrogate pairs
# and code points that are no characters. None of them shows anywhere else either.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")

LINE_END = re.compile("[\u2028\u2029]")

# Sixty signs without a space, and more to come; an entity such as &amp; is one sign.
LONG_WORD = re.compile(r"((?:&#?\w+;|[^\s&<>]){60})(?=[^\s<])")
TEXT_BETWEEN_TAGS = re.compile(r">[^<]+<")


# Told what is being done, in words, and which of reports.pdf.stages.STAGES it is.
Progress = Callable[[str, int], None]


class RenderFailed(Exception):
    """No PDF came out. `reason` is a sentence for the person; the details are in the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def render_body(report: Paper, *, top: int = 1) -> str:
    """The report as a piece of HTML for a page of the site; its title is a heading of level `top`."""
    html = render_to_string("reports/body.html", body_context(report, top=top))
    # Built by the templates alone, which escape everything that people wrote.
    return mark_safe(printable(html))


def body_context(report: Paper, *, top: int = 1) -> dict[str, object]:
    """What `reports/body.html` needs when a page includes it."""
    return {
        "report": report,
        "unshown": unshown_in(UNPRINTABLE.sub("", report.to_json()), fonts=FONTS),
        "title_level": top,
        "level": top + 1,
        "sublevel": top + 2,
    }


def render_html(report: Paper) -> str:
    """The report as a whole HTML document, as the PDF is made from it."""
    return printable(render_to_string("reports/document.html", body_context(report)))


def render_pdf(
    report: Paper,
    *,
    issued_at: datetime,
    timeout: int = 60,
    memory_mb: int = 2048,
    progress: Progress | None = None,
) -> bytes:
    """The report as one PDF; the same report and moment give the same bytes.

    Works in a process of its own, stopped after `timeout` seconds or at `memory_mb` of address
    space, and takes about 2 s plus 0.1 s a page. `progress` is told how far it has come.
    Raises RenderFailed.
    """
    job = Job(
        html=render_html(report),
        issued_at=issued_at,
        files=report_files(report),
        static=str(STATIC),
        cpu_seconds=timeout,
        memory_bytes=memory_mb * 1024 * 1024,
    )
    return run(job, timeout=timeout, progress=progress)


def run(job: Job, *, timeout: float, progress: Progress | None = None) -> bytes:
    """Hand the job to a fresh process and wait for its PDF. Raises RenderFailed."""
    process = subprocess.Popen(
        [sys.executable, "-m", "reports.pdf"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=_environment(),
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    stop = threading.Timer(timeout, process.kill)
    stop.start()
    try:
        with ThreadPoolExecutor(1) as ear:
            said = ear.submit(_listen, process.stderr, progress or (lambda stage, step: None))
            with suppress(BrokenPipeError):
                process.stdin.write(job.to_json())
                process.stdin.close()
            pdf = process.stdout.read()
            returned = process.wait()
    finally:
        stop.cancel()
        process.kill()
    if returned == 0 and pdf.startswith(b"%PDF-"):
        return pdf
    raise RenderFailed(_reason(returned, said.result(), timeout))


def _listen(stream: IO[bytes], progress: Progress) -> str:
    """Tell `progress` what the child says of its stages; return the rest of what it says."""
    rest, told_at, reached = [], 0.0, 0
    for line in io.TextIOWrapper(stream, errors="replace"):
        stage = heard(line)
        if stage is None:
            rest.append(line)
        elif stage.step > reached or (
            # A long report tells of each page; once or twice a second is enough.
            stage.step == reached and time.monotonic() - told_at > 0.5
        ):
            progress(stage.words, stage.step)
            told_at, reached = time.monotonic(), stage.step
    return "".join(rest).strip()


def too_slow(timeout: float) -> str:
    return (
        f"Rapporten hann inte bli en PDF på {timeout:g} sekunder. "
        "Välj en kortare period och försök igen."
    )


def _reason(returned: int, said: str, timeout: float) -> str:
    logger.error("PDF process ended with %s: %s", returned, said[-4000:])
    if returned in (-9, -24):  # killed, or out of processor time
        return too_slow(timeout)
    if returned == EXIT_MEMORY:
        return "Rapporten är för stor för att bli en PDF. Välj en kortare period och försök igen."
    if returned == EXIT_COMPLAINT:
        return (
            "Rapporten kunde inte bli en PDF som går att arkivera. "
            "Felet är antecknat; kontakta den som sköter systemet."
        )
    return (
        "Rapporten kunde inte bli en PDF. "
        "Försök igen, och kontakta den som sköter systemet om felet består."
    )


def _environment() -> dict[str, str]:
    """Only what Python and the font libraries need: no keys or addresses of ours."""
    kept = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "FONTCONFIG_FILE", "FONTCONFIG_PATH")
    passed = {name: os.environ[name] for name in kept if name in os.environ}
    return passed | {"LANG": "C.UTF-8", "PYTHONUTF8": "1", "PYTHONHASHSEED": "0"}


def printable(html: str) -> str:
    """The same HTML without what paper cannot hold, and with places to break endless words.

    Unicode's own signs for a new line or paragraph become ordinary line ends.

    The layout engine's time grows with the square of a word's length; a zero-width space now and
    then makes it linear, and is neither seen nor copied.
    """
    clean = LINE_END.sub("\n", UNPRINTABLE.sub("", html))
    return TEXT_BETWEEN_TAGS.sub(lambda text: LONG_WORD.sub("\\1\u200b", text[0]), clean)
