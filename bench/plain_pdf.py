"""The floor for a report's PDF: the same HTML and styles through WeasyPrint alone. A job on standard input."""

import sys
from pathlib import Path

from reports.pdf.job import Job


def main() -> None:
    job = Job.from_json(sys.stdin.buffer.read())
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from reports.pdf.fonts import font_css

    static, fonts = Path(job.static), FontConfiguration()
    looks = [
        CSS(filename=static / "report" / "report.css", font_config=fonts),
        CSS(filename=static / "report" / "page.css", font_config=fonts),
        CSS(string=font_css(static / "vendor" / "fonts", job.html), font_config=fonts),
    ]
    document = HTML(string=job.html, base_url=f"{static.as_uri()}/")
    sys.stdout.buffer.write(
        document.write_pdf(stylesheets=looks, font_config=fonts, pdf_variant="pdf/ua-1")
    )


if __name__ == "__main__":
    main()
