"""Tests against the production server: gunicorn, its pool and its settings, never the test client."""
