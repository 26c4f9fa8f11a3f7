"""The sections of a report on money, indicators, and what the measures led to. Makes no queries."""

from core.days import day_words
from figures.trends import PARADOX
from reports.model import Block, Column, Paragraph, PlainList, Table
from reports.queries import CaseMaterial
from reports.request import ReportRequest


def economy(material: CaseMaterial, request: ReportRequest) -> list[Block]:
    """Money per measure and funder; sums of öre in words."""
    money = material.money
    if not money or not money.rows:
        return []
    rows = [
        (row.funding.measure.title, row.funding.funder, row.applied, row.granted, row.used)
        for row in money.rows
    ]
    total = ("Tillsammans", "", money.applied, money.granted, money.used)
    columns = (
        Column("Insats"),
        Column("Finansiär"),
        *(Column(label, numeric=True) for label in ("Sökt", "Beviljat", "Använt")),
    )
    caption = f"Sökt, beviljat och använt till och med {day_words(request.period_to)}"
    table = Table(caption=caption, columns=columns, rows=(*rows, total))
    return [table, *(Paragraph(warning) for warning in money.warnings)]


def indicators(material: CaseMaterial, request: ReportRequest) -> list[Block]:
    """Of the case's indicators and the measures' goals: baseline, newest value and target."""
    return [*_followed(material), *goals_table(material)]


def goals_table(material: CaseMaterial) -> list[Block]:
    """The measures' goals with baseline, newest result and target."""
    if not material.goals:
        return []
    columns = (
        Column("Insats"),
        Column("Indikator"),
        *(Column(label, numeric=True) for label in ("Utgångsläge", "Utfall", "Mål")),
    )
    rows = tuple(
        (
            row.goal.measure.title,
            row.goal.indicator,
            row.baseline_words,
            row.result_words,
            row.target_words,
        )
        for row in material.goals
    )
    return [Table(caption="Insatsernas mål och utfall", columns=columns, rows=rows)]


def _followed(material: CaseMaterial) -> list[Block]:
    """Shares of jobs always with the number of jobs."""
    shown = [row for row in material.indicators if row.latest]
    if not shown:
        return []
    columns = (
        Column("Indikator"),
        *(Column(label, numeric=True) for label in ("Utgångsläge", "Nu", "Mål")),
    )
    rows = tuple(
        (row.indicator.name, row.baseline_outside, row.latest_outside, row.target_words)
        for row in shown
    )
    table = Table(caption="Indikatorer mot utgångsläget", columns=columns, rows=rows)
    told = tuple(
        f"{row.indicator.name}: {row.dependence_outside}" for row in shown if row.dependence_outside
    )
    about_jobs = [Paragraph(PARADOX)] if any(row.is_dependence for row in shown) else []
    return [table, *([PlainList(told)] if told else []), *about_jobs]
