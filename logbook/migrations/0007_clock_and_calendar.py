"""More that the log can tell of: a noted day, a calendar address made and ended."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_guards"),
        ("cases", "0002_guards"),
        ("logbook", "0006_search_inside_words"),
        ("measures", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="logentry",
            name="log_entry_event_is_known",
        ),
        migrations.AlterField(
            model_name="logentry",
            name="event",
            field=models.CharField(
                choices=[
                    ("NOTED", "Anteckning"),
                    ("CASE_OPENED", "Ärendet öppnades"),
                    ("CASE_CHANGED", "Uppgifter om ärendet ändrades"),
                    ("CASE_PAUSED", "Ärendet lades vilande"),
                    ("CASE_CLOSED", "Ärendet avslutades"),
                    ("CASE_REOPENED", "Ärendet öppnades igen"),
                    ("STATE_REASON_GIVEN", "Skäl till ärendets nya läge"),
                    ("CASE_SHARED", "Ärendet delades"),
                    ("SHARE_ENDED", "En delning avslutades"),
                    ("PARTICIPANT_JOINED", "En kommun kom med i ärendet"),
                    ("READER_NAMED", "En läsare namngavs"),
                    ("VISIBILITY_CHANGED", "Synligheten ändrades"),
                    ("PHASE_CHANGED", "Fasen ändrades"),
                    ("PHASE_REASON_GIVEN", "Skäl till fasbytet"),
                    ("QUESTION_ANSWERED", "En fråga besvarades"),
                    ("MEASURE_ADDED", "En insats lades till"),
                    ("MEASURE_CHANGED", "En insats ändrades"),
                    ("MEASURE_STATE_CHANGED", "En insats bytte läge"),
                    ("MEASURE_REASON_GIVEN", "Skäl till insatsens nya läge"),
                    ("MAIN_ACTIVITY_ADDED", "En huvudaktivitet lades till"),
                    ("MAIN_ACTIVITY_CHANGED", "En huvudaktivitet ändrades"),
                    ("MAIN_ACTIVITY_DONE", "En huvudaktivitet blev klar"),
                    ("MAIN_ACTIVITY_REOPENED", "En huvudaktivitet togs upp igen"),
                    ("NEXT_STEP_DONE", "Ett nästa steg blev klart"),
                    ("ENTRIES_IMPORTED", "Loggposter hämtades ur en fil"),
                    ("DIGITS_DECLARED", "En sifferföljd förklarades inte vara ett personnummer"),
                    ("DATE_NOTED", "En dag i ärendet noterades"),
                    ("CALENDAR_OPENED", "En kalenderadress skapades"),
                    ("CALENDAR_CLOSED", "En kalenderadress avslutades"),
                    ("REPORT_ISSUED", "En rapport fastställdes"),
                    ("DIARY_NUMBER_GIVEN", "En rapport fick diarienummer"),
                ],
                default="NOTED",
                max_length=24,
            ),
        ),
        migrations.AddConstraint(
            model_name="logentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "event__in",
                        [
                            "NOTED",
                            "CASE_OPENED",
                            "CASE_CHANGED",
                            "CASE_PAUSED",
                            "CASE_CLOSED",
                            "CASE_REOPENED",
                            "STATE_REASON_GIVEN",
                            "CASE_SHARED",
                            "SHARE_ENDED",
                            "PARTICIPANT_JOINED",
                            "READER_NAMED",
                            "VISIBILITY_CHANGED",
                            "PHASE_CHANGED",
                            "PHASE_REASON_GIVEN",
                            "QUESTION_ANSWERED",
                            "MEASURE_ADDED",
                            "MEASURE_CHANGED",
                            "MEASURE_STATE_CHANGED",
                            "MEASURE_REASON_GIVEN",
                            "MAIN_ACTIVITY_ADDED",
                            "MAIN_ACTIVITY_CHANGED",
                            "MAIN_ACTIVITY_DONE",
                            "MAIN_ACTIVITY_REOPENED",
                            "NEXT_STEP_DONE",
                            "ENTRIES_IMPORTED",
                            "DIGITS_DECLARED",
                            "DATE_NOTED",
                            "CALENDAR_OPENED",
                            "CALENDAR_CLOSED",
                            "REPORT_ISSUED",
                            "DIARY_NUMBER_GIVEN",
                        ],
                    )
                ),
                name="log_entry_event_is_known",
            ),
        ),
    ]
