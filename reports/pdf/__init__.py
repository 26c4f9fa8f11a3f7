"""Lays out a report's HTML as PDF in a process of its own; nothing here knows Django."""
