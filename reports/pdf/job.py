"""What the serving process hands to the process that makes the PDF: one JSON object."""

import base64
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

# How the child process ends when it has something to say on standard error.
EXIT_COMPLAINT = 3
EXIT_MEMORY = 4


@dataclass(frozen=True, slots=True)
class File:
    """A file laid into the PDF. `relationship` is PDF's AFRelationship: Source, Data …"""

    name: str
    content: bytes
    description: str
    relationship: str


@dataclass(frozen=True, slots=True)
class Job:
    html: str
    issued_at: datetime
    files: tuple[File, ...]
    static: str
    cpu_seconds: int
    memory_bytes: int

    def to_json(self) -> bytes:
        data = asdict(self) | {"issued_at": self.issued_at.isoformat()}
        for file in data["files"]:
            file["content"] = base64.b64encode(file["content"]).decode()
        return json.dumps(data).encode()

    @classmethod
    def from_json(cls, text: bytes) -> "Job":
        data: dict[str, Any] = json.loads(text)
        files = tuple(
            File(**file | {"content": base64.b64decode(file["content"])})
            for file in data.pop("files")
        )
        return cls(**data | {"issued_at": datetime.fromisoformat(data["issued_at"])}, files=files)
