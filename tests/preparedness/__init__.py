"""Tests of preparedness plans."""
