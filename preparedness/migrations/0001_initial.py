"""Tables of preparedness plans; each change leaves a trace."""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from core.db import Audited


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0003_shortcuts'),
        ('cases', '0006_first_steps'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PreparednessPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('call_out', models.TextField(blank=True, verbose_name='så larmar vi')),
                ('jobs', models.PositiveIntegerField(blank=True, null=True, verbose_name='jobb i kommunen')),
                ('jobs_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='år')),
                ('jobs_source', models.CharField(blank=True, max_length=160, verbose_name='källa')),
                ('left_out', models.JSONField(blank=True, default=list)),
                ('own_steps', models.JSONField(blank=True, default=list)),
                ('reviewed_on', models.DateField(blank=True, null=True, verbose_name='senast genomgången')),
                ('version', models.PositiveIntegerField(default=1)),
                ('municipality', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='PlanGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('START_UP', 'Uppstartsgrupp'), ('ANALYSIS', 'Analysgrupp'), ('STEERING', 'Styrgrupp'), ('WORKING', 'Arbetsgrupp'), ('REFERENCE', 'Referensgrupp')], max_length=10, verbose_name='slag')),
                ('name', models.CharField(max_length=80, verbose_name='namn')),
                ('task', models.CharField(blank=True, max_length=500, verbose_name='uppgift')),
                ('version', models.PositiveIntegerField(default=1)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='groups', to='preparedness.preparednessplan')),
            ],
        ),
        migrations.CreateModel(
            name='Employer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=160, verbose_name='arbetsgivare')),
                ('name_sort', models.GeneratedField(db_persist=True, expression=models.Func(django.db.models.functions.text.Lower(models.F('name')), models.Value('åäöéèüáàæøÅÄÖ'), models.Value('{|}eeyaa|}{|}'), function='translate'), output_field=models.CharField(db_collation='C', max_length=300))),
                ('jobs', models.PositiveIntegerField(verbose_name='antal jobb')),
                ('counted_on', models.DateField(verbose_name='uppgiften gäller')),
                ('source', models.CharField(max_length=160, verbose_name='källa')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='anteckning')),
                ('version', models.PositiveIntegerField(default=1)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='employers', to='preparedness.preparednessplan')),
            ],
        ),
        migrations.CreateModel(
            name='PlanMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('CHAIR', 'Ordförande'), ('VICE_CHAIR', 'Vice ordförande'), ('LEADER', 'Projektledare'), ('MEMBER', 'Ledamot'), ('SECRETARY', 'Sekreterare'), ('COOPTED', 'Adjungerad')], max_length=10, verbose_name='roll')),
                ('has_mandate', models.BooleanField(default=False, verbose_name='mandat')),
                ('mandate', models.CharField(blank=True, max_length=300, verbose_name='vad mandatet gäller')),
                ('deputy', models.CharField(blank=True, max_length=160, verbose_name='ersättare')),
                ('version', models.PositiveIntegerField(default=1)),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.contact')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='preparedness.plangroup')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['CHAIR', 'VICE_CHAIR', 'LEADER', 'MEMBER', 'SECRETARY', 'COOPTED'])), name='plan_member_role_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('contact', None), ('user__isnull', False)), models.Q(('contact__isnull', False), ('user', None)), _connector='OR'), name='plan_member_is_one_person'), models.CheckConstraint(condition=models.Q(('mandate', ''), ('has_mandate', True), _connector='OR'), name='plan_member_mandate_is_held'), models.UniqueConstraint(fields=('group', 'contact'), name='plan_member_contact_sits_once'), models.UniqueConstraint(fields=('group', 'user'), name='plan_member_user_sits_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='preparednessplan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reviewed_by__isnull', False), ('reviewed_on__isnull', False)), models.Q(('reviewed_by__isnull', True), ('reviewed_on__isnull', True)), _connector='OR'), name='preparedness_plan_reviewed_on_is_paired'),
        ),
        migrations.AddConstraint(
            model_name='preparednessplan',
            constraint=models.CheckConstraint(condition=models.Q(('jobs', None), ('jobs__gt', 0), _connector='OR'), name='preparedness_plan_jobs_are_some'),
        ),
        migrations.AddConstraint(
            model_name='plangroup',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['START_UP', 'ANALYSIS', 'STEERING', 'WORKING', 'REFERENCE'])), name='plan_group_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='plangroup',
            constraint=models.UniqueConstraint(fields=('plan', 'name'), name='plan_group_name_is_unique_in_plan'),
        ),
        migrations.AddIndex(
            model_name='employer',
            index=models.Index(fields=['plan', '-jobs', 'id'], name='employer_largest_first'),
        ),
        migrations.AddConstraint(
            model_name='employer',
            constraint=models.UniqueConstraint(fields=('plan', 'name_sort'), name='employer_is_named_once_in_plan'),
        ),
        Audited("preparedness_preparednessplan"),
        Audited("preparedness_plangroup"),
        Audited("preparedness_planmember"),
        Audited("preparedness_employer"),
    ]
