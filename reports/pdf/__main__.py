"""`python -m reports.pdf`: a job as JSON on standard input, a PDF on standard output."""

import resource
import sys

from reports.pdf.job import EXIT_COMPLAINT, EXIT_MEMORY, Job


def main() -> int:
    job = Job.from_json(sys.stdin.buffer.read())
    resource.setrlimit(resource.RLIMIT_AS, (job.memory_bytes, job.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (job.cpu_seconds, job.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        # Imported under the limits, and only here: it takes a second and pulls in Pango.
        from weasyprint.urls import FatalURLFetchingError

        from reports.pdf.fonts import FontMissing
        from reports.pdf.write import Complaint, write_pdf

        try:
            sys.stdout.buffer.write(write_pdf(job))
        except (Complaint, FatalURLFetchingError, FontMissing) as complaint:
            print(complaint, file=sys.stderr)
            return EXIT_COMPLAINT
    except MemoryError:
        return EXIT_MEMORY
    return 0


if __name__ == "__main__":
    sys.exit(main())
