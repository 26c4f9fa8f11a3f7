"""The field *Bilagor*: the files that an entry's form holds, and what a sent form says of them."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases.access import CaseRequest
from cases.models import Case
from core.actions import Refused
from core.forms import Form, ShortTextField
from core.uploads import files_of
from logbook.attaching import Files
from logbook.files.kinds import ACCEPT, MEGABYTE
from logbook.files.stored import StoredFile
from logbook.models import Attachment, Draft, LogEntry, Upload
from logbook.receiving import receive
from logbook.uploads import drop_upload

FIELD = "attachments"
ALT = "alt-"  # and the file's id: what describes it
MOST_NAMED = 100  # files that one form may name
LONGEST_ALT = 300
Data = Mapping[str, list[str]]


class FilesInput(forms.FileInput):
    """The browser's choice of files, several at once."""

    allow_multiple_selected = True


class _OneFileInput(forms.FileInput):
    """The browser's choice of one file."""

    def __init__(self) -> None:
        super().__init__(attrs={"accept": ACCEPT})


class AttachmentsField(forms.FileField):
    """*Bilagor*. Its files are taken in by `sent_files`, since they must outlive a refused form."""

    max_bytes = settings.UPLOAD_FILE_BYTES

    def __init__(
        self, *, label: str = "Bilagor", most: int = settings.ATTACHMENTS_PER_ENTRY
    ) -> None:
        self.max_files = most
        each = f"{self.max_bytes // MEGABYTE} MB"
        super().__init__(
            label=label,
            required=False,
            widget=FilesInput(attrs={"accept": ACCEPT}) if most > 1 else _OneFileInput(),
            help_text=(
                "PDF, Office, bilder, e-post och text. "
                f"Högst {f'{most} filer, {each} var' if most > 1 else each}. "
                "Uppgifter om plats och kamera tas bort ur bilder."
            ),
        )

    def clean(self, data: Any, initial: Any = None) -> None:
        return None


@dataclass(frozen=True)
class FileRow:
    """One file in the form: chosen or not, with what describes it and what is wrong with that."""

    file: StoredFile
    url: str
    remove_url: str = ""
    is_chosen: bool = True
    alt: str = ""
    fault: str = ""

    @property
    def box(self) -> str:
        """The name of the box that says whether the file comes along."""
        return "upload" if isinstance(self.file, Upload) else "attachment"

    @property
    def is_waiting(self) -> bool:
        return isinstance(self.file, Upload)


class FormFiles:
    """The files of a form that nobody has sent yet: none, or those of the wording to correct."""

    def __init__(self, rows: Iterable[FileRow] = ()) -> None:
        self.rows: Sequence[FileRow] = list(rows)


class NamedFiles(FormFiles):
    """The files that a form names: one that was sent, or one that a draft remembers.

    `data` are the form's values by name. `current` are the files of the wording to correct.
    """

    def __init__(
        self, data: Data, case: Case, user: User, current: Iterable[Attachment] = ()
    ) -> None:
        self.data, self.case, self.user = data, case, user
        self.current = [file for file in current if not file.is_erased]
        self.named = [found for text in self._all("upload") if (found := as_uuid(text))]
        self.shown = set(_numbers(self._all("shown")))
        self.chosen = set(_numbers(self._all("attachment")))
        self.alt_faults: dict[str, str] = {}

    def _all(self, name: str) -> list[str]:
        return self.data.get(name, [])[:MOST_NAMED]

    def _alt(self, key: object) -> str:
        return "".join(self._all(f"{ALT}{key}")[-1:]).strip()

    @cached_property
    def rows(self) -> list[FileRow]:  # type: ignore[override]
        """The files as the form shows them. Two queries at most."""
        return [*self._attached_rows(), *map(self._waiting_row, self.waiting)]

    @cached_property
    def waiting(self) -> list[Upload]:
        """The named files that still wait, in the order they are named. One query, or none."""
        if not self.named:
            return []
        uploads = Upload.objects.visible_to(self.user).filter(case=self.case, pk__in=self.named)
        found = {upload.pk: upload for upload in uploads}
        return [found[pk] for pk in dict.fromkeys(self.named) if pk in found]

    def _waiting_row(self, upload: Upload) -> FileRow:
        fault = self.alt_faults.get(str(upload.pk), "")
        return waiting_row(upload, self.case, alt=self._alt(upload.pk), fault=fault)

    def _attached_rows(self) -> list[FileRow]:
        """The current wording's files; what was chosen for an older wording holds for the same file."""
        if not self.current:
            return []
        visible = Attachment.objects.visible_to(self.user)
        seen = {file.key: file.pk for file in visible.filter(pk__in=self.shown)}
        rows = []
        for file in self.current:
            pk = seen.get(file.key)
            alt = file.alt_text if pk is None else self._alt(pk)
            fault = self.alt_faults.get(str(pk), "")
            is_chosen = pk is None or pk in self.chosen
            rows.append(_attached_row(file, self.case, alt=alt, fault=fault, is_chosen=is_chosen))
        return rows


class SentFiles(NamedFiles):
    """The files of a sent form: what it named, and what arrived with it and now waits."""

    def __init__(
        self, request: CaseRequest, case: Case, current: Iterable[Attachment] = ()
    ) -> None:
        super().__init__(dict(request.POST.lists()), case, request.user, current)
        self.arrived: list[Upload] = []
        self.faults: list[str] = []
        self._check_alts()
        self._take_in(request)

    def _take_in(self, request: CaseRequest) -> None:
        arrived, left_out = files_of(request, FIELD)
        self.faults += [f"{file.name}: {file.sentence}" for file in left_out]
        for file in arrived:
            try:
                upload = receive(
                    case=self.case,
                    file=file.content,
                    name=file.name,
                    by=self.user,
                    at=timezone.now(),
                )
            except Refused as refused:
                self.faults.append(f"{file.name}: {' '.join(refused.reasons)}")
                continue
            self.arrived.append(upload)
            self.named.append(upload.pk)
            if upload.is_image:
                # Asked once: whoever sends the form again without an answer has been asked.
                self.faults.append(
                    f"{upload.name}: Beskriv vad bilden visar, för den som inte ser den. Spara sedan igen."
                )

    def _check_alts(self) -> None:
        for key in [*map(str, self.named), *map(str, self.shown)]:
            try:
                ShortTextField(max_length=LONGEST_ALT, required=False).clean(self._alt(key))
            except ValidationError as error:
                self.alt_faults[key] = " ".join(error.messages)
        self.faults += [f"Bildens beskrivning: {fault}" for fault in self.alt_faults.values()]

    def files(self) -> Files:
        """The choice, for the action."""
        return Files(
            added={pk: self._alt(pk) for pk in self.named},
            left_out=frozenset(self.shown - self.chosen),
            described={pk: self._alt(pk) for pk in self.shown if f"{ALT}{pk}" in self.data},
        )

    def adds_to(self, entry: LogEntry) -> bool:
        """Whether the form holds a file that `entry` has not. Two queries, none without files."""
        waiting = {(file.name, file.sha256) for file in self.waiting}
        return bool(waiting and waiting - set(entry.attachments.values_list("name", "sha256")))

    def let_go(self) -> None:
        """Take away what arrived with a form that had been sent and saved before."""
        for upload in self.arrived:
            drop_upload(upload=upload, actor=self.user, at=timezone.now())


def files_to_correct(attachments: Iterable[Attachment], case: Case) -> FormFiles:
    """The files of the wording that a correction begins with."""
    return FormFiles(_attached_row(file, case, alt=file.alt_text) for file in attachments)


def drafted_files(
    draft: Draft, case: Case, user: User, current: Iterable[Attachment] = ()
) -> FormFiles:
    """The files that a draft remembers, those that still wait."""
    data = {
        name: value if isinstance(value, list) else [value] for name, value in draft.fields.items()
    }
    return NamedFiles(data, case, user, current)


def names_a_file(name: str) -> bool:
    """Whether a form's value of that name tells of its files: a draft remembers it."""
    return name in {"upload", "shown", "attachment"} or name.startswith(ALT)


def sent_files(
    request: CaseRequest, case: Case, form: Form, current: Iterable[Attachment] = ()
) -> SentFiles:
    """Take in what arrived with the form, and tell the form what is wrong with it.

    What arrived waits from now on, also when the form is refused. `current` are the files of the
    wording that is corrected.
    """
    sent = SentFiles(request, case, current)
    form.form_files = sent  # type: ignore[attr-defined]
    if sent.faults:
        # Asking for the errors first makes the form judge its own fields.
        _ = form.errors
        form.add_error(FIELD, [ValidationError(fault) for fault in sent.faults])
    return sent


def waiting_row(
    upload: Upload, case: Case, *, alt: str = "", fault: str = "", is_chosen: bool = True
) -> FileRow:
    """The row of a file that waits."""
    url, remove_url = (
        reverse(f"logbook:{name}", args=[case.number, upload.pk])
        for name in ("upload_file", "upload_remove")
    )
    return FileRow(upload, url, remove_url, is_chosen, alt, fault)


def _attached_row(
    file: Attachment, case: Case, *, alt: str, fault: str = "", is_chosen: bool = True
) -> FileRow:
    url = reverse("logbook:attachment_small", args=[case.number, file.log_entry.entry, file.pk])
    return FileRow(file, url, "", is_chosen, alt, fault)


def as_uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _numbers(texts: Iterable[str]) -> list[int]:
    return [int(text) for text in texts if text.isdecimal() and len(text) < 19]
