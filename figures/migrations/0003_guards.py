"""Snapshots, observations, results and costs only grow; the rest leaves a trace of each change."""

from django.db import migrations

from core.db import AppendOnly, Audited


class Migration(migrations.Migration):
    dependencies = [("figures", "0002_figures"), ("core", "0002_guards")]

    operations = [
        Audited("figures_noticewave"),
        AppendOnly("figures_headcount", erasable=["source", "sources", "correction_reason"]),
        Audited("figures_supplier"),
        Audited("figures_indicator"),
        AppendOnly("figures_observation", erasable=["source"]),
        Audited("figures_goal"),
        AppendOnly("figures_result", erasable=["source", "comment"]),
        Audited("figures_funding"),
        AppendOnly("figures_cost", erasable=["what"]),
    ]
