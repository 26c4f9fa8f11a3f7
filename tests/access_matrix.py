"""The matrix: what each person gets from each address. Read by test_access and the page tests."""

from dataclasses import dataclass, field
from typing import Any

LOGIN = "login"
ANONYMOUS = "anonymous"
PEOPLE = ("officer", "report officer", "admin", "coordinator", "guest", "outsider", ANONYMOUS)


@dataclass(frozen=True)
class Row:
    """How to ask, and the answers in the order of PEOPLE for a case shared with the region."""

    method: str
    expected: tuple[int | str, ...]
    needs: tuple[str, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)
    query: str = ""

    @property
    def is_of_case(self) -> bool:
        return "number" in self.needs


@dataclass(frozen=True)
class LibraryPage:
    """A page that comes whole from a library, and why it is open or not."""

    public: bool
    because: str
    kwargs: dict[str, Any] = field(default_factory=dict)


CASE = ("number",)
EVERYBODY = (200,) * 7
MEMBERS = (200,) * 6 + (LOGIN,)
ALL_WHO_SEE = (200, 200, 404, 200, 200, 404, LOGIN)
INSIDE = (200, 200, 404, 403, 403, 404, LOGIN)

MATRIX: dict[str, Row] = {}

LIBRARY_PAGES: dict[str, LibraryPage] = {}
