"""Tells Django that the guide is an app, for its templates and addresses."""

from django.apps import AppConfig


class GuideConfig(AppConfig):
    """The guide."""

    name = "guide"
    verbose_name = "Guiden"
