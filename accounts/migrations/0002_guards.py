"""Audit of organisations and memberships; the system user; Sweden's municipalities and regions."""

import json
from pathlib import Path
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from accounts.models import SYSTEM_EMAIL
from core.actions import ACTOR_SETTING
from core.db import Audited

DATA = Path(__file__).resolve().parent.parent / "data" / "municipalities.json"
GOTLAND = "0980"


def load_organisations(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """All 21 regions and 290 municipalities; Gotland is both in one (product.md, decision 12)."""
    user_model = apps.get_model("accounts", "User")
    organisation = apps.get_model("accounts", "Organisation")
    system = user_model.objects.create(
        email=SYSTEM_EMAIL, name="Systemet", password="!", is_active=False
    )
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [ACTOR_SETTING, str(system.pk)])
    data = json.loads(DATA.read_text(encoding="utf-8"))
    regions = {}
    for county in data["counties"]:
        if county["code"] != GOTLAND[:2]:
            regions[county["code"]] = organisation.objects.create(
                name=county["region"],
                short_name=county["region"],
                kind="REGION",
                code=county["code"],
            )
    for row in data["municipalities"]:
        code, name = row["code"], row["name"]
        is_gotland = code == GOTLAND
        organisation.objects.create(
            name="Region Gotland" if is_gotland else municipality_name(name),
            short_name=name,
            kind="MUNICIPALITY",
            is_region_too=is_gotland,
            code=code,
            region=None if is_gotland else regions[code[:2]],
        )


def municipality_name(name: str) -> str:
    """Genitive as the municipalities write it: Arvika kommun, Borås kommun, Bjuvs kommun."""
    unchanged = name == "Kalmar" or name.lower().endswith(tuple("aeiouyåäösxz"))
    return f"{name} kommun" if unchanged else f"{name}s kommun"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("core", "0002_guards")]

    operations = [
        Audited("accounts_organisation"),
        Audited("accounts_membership"),
        migrations.RunPython(load_organisations, migrations.RunPython.noop),
    ]
