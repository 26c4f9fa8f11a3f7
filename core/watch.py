"""Sees each request from outside: its id, what it cost, and questions that took too long."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

from core import metrics
from core.logs import new_request_id, request_id

REQUEST_ID = "X-Request-ID"
logger = logging.getLogger(__name__)


class Questions:
    """Counts what a request asks the database; warns of what is slow, without its parameters."""

    def __init__(self) -> None:
        self.count = 0
        self.seconds = 0.0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            taken = time.perf_counter() - began
            self.count += 1
            self.seconds += taken
            if taken * 1000 >= settings.SLOW_QUERY_MS:
                metrics.slow_query()
                facts = {"ms": round(taken * 1000), "sql": sql}
                logger.warning("slow query", extra=facts)


class WatchMiddleware:
    """Outermost of all: gives the request its id, and writes one line when it is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        identity = new_request_id(request.headers.get(REQUEST_ID, ""))
        token = request_id.set(identity)
        questions, began = Questions(), time.perf_counter()
        try:
            with connection.execute_wrapper(questions):
                response = self.get_response(request)
            response.headers[REQUEST_ID] = identity
            self._tell(request, response.status_code, questions, time.perf_counter() - began)
        finally:
            request_id.reset(token)
        return response

    def _tell(
        self, request: HttpRequest, status: int, questions: Questions, seconds: float
    ) -> None:
        match = request.resolver_match
        page = match.view_name if match and match.view_name else "unknown"
        # The method comes from outside: a made-up one would be a label of its own each time.
        method = request.method if request.method in METHODS else "other"
        metrics.request_answered(
            page=page,
            method=method,
            status=status,
            seconds=seconds,
            queries=questions.count,
            database_seconds=questions.seconds,
        )
        facts = {
            "page": page,
            "method": method,
            "status": status,
            "ms": round(seconds * 1000),
            "queries": questions.count,
            "database_ms": round(questions.seconds * 1000),
        }
        logger.info("request", extra=facts)


METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"}
