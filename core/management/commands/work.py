"""Runs a worker: does jobs until it is told to stop, then finishes the one at hand."""

import os
import socket
from contextlib import suppress
from typing import Any, cast

from django.core.management.base import BaseCommand, CommandParser
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued

from core.tasks import DEAD_AFTER, rescue


class Command(BaseCommand):
    """SIGTERM lets the job at hand come to its end; a killed worker's job is taken up by another."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--until-empty", action="store_true", help="stop when nothing waits any more"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with suppress(AlreadyEnqueued):
            # Whatever a dead worker left is taken up now, not at the rescue's next turn.
            rescue.defer()
        connector = cast(DjangoConnector, app.connector)
        with app.replace_connector(connector.get_worker_connector()) as working:
            working.run_worker(
                name=f"{socket.gethostname()}-{os.getpid()}",
                wait=not options["until_empty"],
                concurrency=1,
                update_heartbeat_interval=DEAD_AFTER / 4,
                stalled_worker_timeout=DEAD_AFTER,
                shutdown_graceful_timeout=60,
                delete_jobs="successful",
            )
