"""Charts as SVG text: the same on the page and in the PDF, each with its data table. Pure Python."""

from core.charts.area import Layer, stacked_area
from core.charts.bars import Bar, Goal, bars, sparkline
from core.charts.gantt import Group, Line, Span, gantt
from core.charts.svg import Chart, DataTable, Svg
from core.charts.waterfall import Band, Kind, Step, waterfall

__all__ = [
    "Band",
    "Bar",
    "Chart",
    "DataTable",
    "Goal",
    "Group",
    "Kind",
    "Layer",
    "Line",
    "Span",
    "Step",
    "Svg",
    "bars",
    "gantt",
    "sparkline",
    "stacked_area",
    "waterfall",
]
