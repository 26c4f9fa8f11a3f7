"""Contacts of a municipality, and the groups of a case with members and assignments."""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_shortcuts"),
        ("cases", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Actor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="organisation")),
                (
                    "name_sort",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            django.db.models.functions.text.Lower(models.F("name")),
                            models.Value("åäöéèüáàæøÅÄÖ"),
                            models.Value("{|}eeyaa|}{|}"),
                            function="translate",
                        ),
                        output_field=models.CharField(db_collation="C", max_length=300),
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("MUNICIPALITY", "Kommun"),
                            ("COMPANY", "Företag"),
                            ("UNION", "Facklig organisation"),
                            ("EMPLOYMENT_SERVICE", "Arbetsförmedlingen"),
                            ("TRANSITION", "Omställningsorganisation"),
                            ("REGION", "Region"),
                            ("COUNTY_BOARD", "Länsstyrelse"),
                            ("ALMI", "Almi"),
                            ("BUSINESS_SUPPORT", "Företagsfrämjare"),
                            ("SCHOOL", "Skola eller lärosäte"),
                            ("STATE", "Annan statlig myndighet"),
                            ("OTHER", "Annan"),
                        ],
                        max_length=20,
                        verbose_name="slag",
                    ),
                ),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="e-postadress"),
                ),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="telefon")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="anteckning")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="upphörde")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="namn")),
                (
                    "name_sort",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            django.db.models.functions.text.Lower(models.F("name")),
                            models.Value("åäöéèüáàæøÅÄÖ"),
                            models.Value("{|}eeyaa|}{|}"),
                            function="translate",
                        ),
                        output_field=models.CharField(db_collation="C", max_length=300),
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="befattning")),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="e-postadress"),
                ),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="telefon")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="anteckning")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="slutade")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="cases.actor",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Group",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("START_UP", "Uppstartsgrupp"),
                            ("ANALYSIS", "Analysgrupp"),
                            ("STEERING", "Styrgrupp"),
                            ("WORKING", "Arbetsgrupp"),
                            ("REFERENCE", "Referensgrupp"),
                        ],
                        max_length=10,
                        verbose_name="slag",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="namn")),
                ("task", models.CharField(blank=True, max_length=500, verbose_name="uppgift")),
                ("began_on", models.DateField(verbose_name="bildad")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="avslutad")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="groups",
                        to="cases.case",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="GroupMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="namn")),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="befattning")),
                ("organisation", models.CharField(max_length=160, verbose_name="organisation")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("MUNICIPALITY", "Kommun"),
                            ("COMPANY", "Företag"),
                            ("UNION", "Facklig organisation"),
                            ("EMPLOYMENT_SERVICE", "Arbetsförmedlingen"),
                            ("TRANSITION", "Omställningsorganisation"),
                            ("REGION", "Region"),
                            ("COUNTY_BOARD", "Länsstyrelse"),
                            ("ALMI", "Almi"),
                            ("BUSINESS_SUPPORT", "Företagsfrämjare"),
                            ("SCHOOL", "Skola eller lärosäte"),
                            ("STATE", "Annan statlig myndighet"),
                            ("OTHER", "Annan"),
                        ],
                        max_length=20,
                        verbose_name="slag av organisation",
                    ),
                ),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="e-postadress"),
                ),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="telefon")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("CHAIR", "Ordförande"),
                            ("VICE_CHAIR", "Vice ordförande"),
                            ("LEADER", "Projektledare"),
                            ("MEMBER", "Ledamot"),
                            ("SECRETARY", "Sekreterare"),
                            ("COOPTED", "Adjungerad"),
                        ],
                        max_length=10,
                        verbose_name="roll",
                    ),
                ),
                ("has_mandate", models.BooleanField(default=False, verbose_name="mandat")),
                (
                    "mandate",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="vad mandatet gäller"
                    ),
                ),
                ("deputy", models.CharField(blank=True, max_length=160, verbose_name="ersättare")),
                ("began_on", models.DateField(verbose_name="från")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="till")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.contact",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="cases.group",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="analys eller plan")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="klar senast")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="blev klar")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="cases.group",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.groupmember",
                        verbose_name="ansvarig",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="actor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "MUNICIPALITY",
                            "COMPANY",
                            "UNION",
                            "EMPLOYMENT_SERVICE",
                            "TRANSITION",
                            "REGION",
                            "COUNTY_BOARD",
                            "ALMI",
                            "BUSINESS_SUPPORT",
                            "SCHOOL",
                            "STATE",
                            "OTHER",
                        ],
                    )
                ),
                name="actor_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="actor",
            constraint=models.UniqueConstraint(
                fields=("municipality", "name_sort"), name="actor_name_is_unique_in_municipality"
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["municipality", "name_sort"], name="contact_by_name"),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on", None)),
                fields=("actor", "name_sort"),
                name="contact_is_named_once_at_an_actor",
            ),
        ),
        migrations.AddConstraint(
            model_name="group",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["START_UP", "ANALYSIS", "STEERING", "WORKING", "REFERENCE"])
                ),
                name="group_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="group",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("began_on__isnull", True),
                    ("ended_on__isnull", True),
                    ("ended_on__gte", models.F("began_on")),
                    _connector="OR",
                ),
                name="group_ended_on_is_not_before_began_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="group",
            constraint=models.UniqueConstraint(
                fields=("case", "name"), name="group_name_is_unique_in_case"
            ),
        ),
        migrations.AddConstraint(
            model_name="groupmember",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "MUNICIPALITY",
                            "COMPANY",
                            "UNION",
                            "EMPLOYMENT_SERVICE",
                            "TRANSITION",
                            "REGION",
                            "COUNTY_BOARD",
                            "ALMI",
                            "BUSINESS_SUPPORT",
                            "SCHOOL",
                            "STATE",
                            "OTHER",
                        ],
                    )
                ),
                name="group_member_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="groupmember",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        ["CHAIR", "VICE_CHAIR", "LEADER", "MEMBER", "SECRETARY", "COOPTED"],
                    )
                ),
                name="group_member_role_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="groupmember",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("began_on__isnull", True),
                    ("ended_on__isnull", True),
                    ("ended_on__gte", models.F("began_on")),
                    _connector="OR",
                ),
                name="group_member_ended_on_is_not_before_began_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="groupmember",
            constraint=models.CheckConstraint(
                condition=models.Q(("contact", None), ("user", None), _connector="OR"),
                name="group_member_is_one_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="groupmember",
            constraint=models.CheckConstraint(
                condition=models.Q(("mandate", ""), ("has_mandate", True), _connector="OR"),
                name="group_member_mandate_is_held",
            ),
        ),
        migrations.AddConstraint(
            model_name="groupmember",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on", None)),
                fields=("group", "contact"),
                name="group_member_contact_sits_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="groupmember",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on", None)),
                fields=("group", "user"),
                name="group_member_user_sits_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                fields=("group", "title"), name="assignment_is_given_once_to_a_group"
            ),
        ),
    ]
