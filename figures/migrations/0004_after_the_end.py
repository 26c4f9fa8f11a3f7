"""A closed case asks for figures after 6, 12 and 24 months: more that can be noted."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_guards"),
        ("figures", "0003_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="casedate",
            name="case_date_kind_is_known",
        ),
        migrations.AlterField(
            model_name="casedate",
            name="kind",
            field=models.CharField(
                choices=[
                    ("NOTICE_FILED", "Varslet kom in till Arbetsförmedlingen"),
                    ("GROUP_MET", "Första gruppmötet"),
                    ("PLAN_ADOPTED", "Genomförandeplanen antogs"),
                    ("LAST_WORKING_DAY", "Sista arbetsdagen"),
                    ("REPORT_STOP", "Nästa rapports stoppdatum"),
                    ("FOLLOWED_UP_6", "Siffror efter 6 månader hämtades"),
                    ("FOLLOWED_UP_12", "Siffror efter 12 månader hämtades"),
                    ("FOLLOWED_UP_24", "Siffror efter 24 månader hämtades"),
                ],
                max_length=16,
                verbose_name="vad",
            ),
        ),
        migrations.AddConstraint(
            model_name="casedate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "NOTICE_FILED",
                            "GROUP_MET",
                            "PLAN_ADOPTED",
                            "LAST_WORKING_DAY",
                            "REPORT_STOP",
                            "FOLLOWED_UP_6",
                            "FOLLOWED_UP_12",
                            "FOLLOWED_UP_24",
                        ],
                    )
                ),
                name="case_date_kind_is_known",
            ),
        ),
    ]
