"""Tests of the guide: its content, its loading, its search and its pages."""
