"""The proofs of what was erased, and the guards: only exercises go, and none becomes one later."""

import django.db.models.deletion
import logbook.models
from django.conf import settings
from django.db import migrations, models

from core.db import ERASURE_ROLE, AppendOnly

GUARDS = f"""
-- On append-only tables with rows of a case. The argument is an expression for the row's case
-- (erasure.guards), with the row as $1.
CREATE FUNCTION erasure_takes_only_exercises() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_exercise boolean;
BEGIN
    IF current_user = '{ERASURE_ROLE}' THEN
        EXECUTE 'SELECT is_exercise FROM cases_case WHERE id = ' || TG_ARGV[0]
            INTO is_exercise USING OLD;
        IF is_exercise THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'append-only: DELETE on % is not allowed', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- A case is an exercise from its first moment or never, and only the erasure role says erased.
CREATE FUNCTION erasure_case_stays_what_it_is() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.is_exercise IS DISTINCT FROM OLD.is_exercise THEN
        RAISE EXCEPTION 'a case does not become an exercise, nor ceases to be one'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF current_user <> '{ERASURE_ROLE}'
        AND (NEW.erased_at, NEW.erased_by_id) IS DISTINCT FROM (OLD.erased_at, OLD.erased_by_id) THEN
        RAISE EXCEPTION 'only the erasure role erases' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER stays_what_it_is BEFORE UPDATE ON cases_case
    FOR EACH ROW EXECUTE FUNCTION erasure_case_stays_what_it_is();
"""
DROP_GUARDS = """
DROP TRIGGER stays_what_it_is ON cases_case;
DROP FUNCTION erasure_case_stays_what_it_is();
DROP FUNCTION erasure_takes_only_exercises() CASCADE;
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0003_shortcuts'),
        ('cases', '0008_exercises'),
        ('core', '0002_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ErasedExercise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=12, unique=True, verbose_name='nummer')),
                ('opened_on', models.DateField(verbose_name='öppnad')),
                ('rows', models.JSONField(default=dict, verbose_name='rader som raderades')),
                ('erased_at', models.DateTimeField(db_default=logbook.models.LogClock(), editable=False)),
                ('erased_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', '-id'], name='erased_exercise_newest')],
            },
        ),
        migrations.CreateModel(
            name='ErasedContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_on', models.DateField(verbose_name='begärdes')),
                ('erased_at', models.DateTimeField(db_default=logbook.models.LogClock(), editable=False)),
                ('contact', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.contact')),
                ('erased_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.RunSQL(GUARDS, DROP_GUARDS),
        AppendOnly("erasure_erasedexercise"),
        AppendOnly("erasure_erasedcontact"),
    ]
