"""The only door from a document to anything outside it: files in one folder, and data: URLs."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse


class FolderFetcher(URLFetcher):  # type: ignore[misc]
    """Serves files under `folder`. Anything else ends the rendering, it is not passed over."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            allowed_protocols={"file", "data"}, allow_redirects=False, fail_on_errors=True
        )
        self._folder = folder.resolve()

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        parts = urlsplit(url)
        if parts.scheme == "data":
            return super().fetch(url, headers)
        if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
            raise FatalURLFetchingError(f"not a file of ours: {url[:200]}")
        # Resolved first, so that neither `..` nor a symbolic link leads out of the folder.
        path = Path(url2pathname(parts.path)).resolve()
        if not path.is_relative_to(self._folder) or not path.is_file():
            raise FatalURLFetchingError(f"not a file of ours: {url[:200]}")
        return super().fetch(path.as_uri(), headers)
