"""The few tags and filters of our templates; built in, so no page needs to load them."""

from django import template

register = template.Library()
