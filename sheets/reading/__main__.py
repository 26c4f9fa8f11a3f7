"""`python -m sheets.reading`: a file on standard input, its cells on standard output."""

import resource
import sys

from sheets.reading.grid import CannotRead, pack
from sheets.reading.process import CPU_SECONDS, EXIT_COMPLAINT, EXIT_MEMORY, MEMORY


def main() -> int:
    content = sys.stdin.buffer.read()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        # Imported under the limits.
        from sheets.reading.files import read_file

        sys.stdout.buffer.write(pack(read_file(content)))
    except CannotRead as complaint:
        print(complaint, file=sys.stderr)
        return EXIT_COMPLAINT
    except MemoryError:
        return EXIT_MEMORY
    return 0


if __name__ == "__main__":
    sys.exit(main())
