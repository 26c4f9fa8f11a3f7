"""Erases an exercise in whole, and what is known of a contact, through the erasure role's doors."""

import json
from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.db import connection, transaction

from accounts.models import User
from archive import storing
from archive.actions import PACKAGE_JOB
from cases.models import Case, Contact
from cases.queries import lead_of
from core.actions import action, refuse_if
from core.models import JobRun
from erasure import rules
from erasure.guards import CONTACT_DOOR, DOOR
from erasure.models import ErasedContact, ErasedExercise
from erasure.queries import packages_of, stored_keys
from logbook import stores
from logbook.record import local_day
from reports.actions import PDF_JOB
from reports.models import Issued


@action
def erase_exercise(
    *, case: Case, written: str, once: UUID | None = None, actor: User, at: datetime
) -> ErasedExercise:
    """Take away all that the exercise holds: its rows in every table, the audit's copies, its files.

    What stays is its number, the hashes that seals build on, and the proof. `written` is the
    number as the person wrote it. Raises Refused when it is no exercise or another number.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    refuse_if(
        list(
            rules.blockers_to_erase(
                is_exercise=case.is_exercise,
                is_erased=case.erased_at is not None,
                number=case.number,
                written=written,
            )
        )
    )
    number, municipality, opened_on = case.number, lead_of(case), local_day(case.opened_at)
    keys, packages = stored_keys(case), packages_of(case)
    reports = list(Issued.objects.filter(case=case).values_list("pk", flat=True))
    JobRun.objects.filter(kind=PDF_JOB, subject__in=reports).delete()
    JobRun.objects.filter(kind=PACKAGE_JOB, subject__in=list(packages)).delete()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {DOOR}(%s)::text", [case.pk])
        rows = json.loads(cursor.fetchone()[0])
    # What a dying process leaves in the store is swept: no row knows it (manage.py tidy_files).
    for key in keys:
        transaction.on_commit(partial(stores.take_away, key))
    for key in filter(None, packages.values()):
        transaction.on_commit(partial(storing.take_away, key))
    return ErasedExercise.objects.create(
        number=number,
        municipality=municipality,
        opened_on=opened_on,
        rows={table: count for table, count in rows.items() if count},
        erased_by=actor,
    )


@action
def erase_contact(*, contact: Contact, asked_on: date, actor: User, at: datetime) -> ErasedContact:
    """Erase what is known of a contact who left long ago and asked for it.

    The name goes from the list, from groups and from the audit's copies; never from the log, which
    says roles and organisations. Raises Refused when the person has not left long ago.
    """
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    refuse_if(
        list(
            rules.blockers_to_erase_contact(
                ended_on=contact.ended_on,
                is_erased=ErasedContact.objects.filter(contact=contact).exists(),
                asked_on=asked_on,
                today=local_day(at),
            )
        )
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {CONTACT_DOOR}(%s)", [contact.pk])
    return ErasedContact.objects.create(
        contact=contact,
        municipality_id=contact.municipality_id,
        asked_on=asked_on,
        erased_by=actor,
    )
