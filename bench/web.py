"""A person at a browser without the browser: a kept connection, cookies, forms; and wrk."""

import gzip
import http.client
import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import quantiles
from tempfile import NamedTemporaryFile
from urllib.parse import urlencode
from uuid import uuid4

from lxml import html as lxml_html

HOST = "omstallning.example"
INSTALL_WRK = "apt-get install -y --no-install-recommends wrk"


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def zipped(self) -> int:
        """Bytes after gzip, as the proxy sends it."""
        return len(gzip.compress(self.body, 6))

    def errors(self) -> list[str]:
        """What a form that was refused says."""
        page = lxml_html.fromstring(self.body)
        return [str(text) for text in page.xpath("//*[@role='alert']//li//text()")]


@dataclass
class Person:
    """Someone logged in, speaking to the server as the proxy in front of it does."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    timeout: float = 120
    _connection: http.client.HTTPConnection | None = None

    @property
    def headers(self) -> dict[str, str]:
        return {
            "Host": HOST,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "192.0.2.7",
            "Referer": f"https://{HOST}/",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }

    def get(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        return self._ask("GET", path, None, headers or {})

    def post(
        self, path: str, values: dict[str, str], headers: dict[str, str] | None = None
    ) -> Answer:
        extra = {"Content-Type": "application/x-www-form-urlencoded"} | (headers or {})
        return self._ask("POST", path, urlencode(values).encode(), extra)

    def form(self, path: str, action: str) -> dict[str, str]:
        """The values of the form on the page `path` that posts to an address ending in `action`."""
        page = lxml_html.fromstring(self.get(path).body)
        for form in page.forms:
            if str(form.action).endswith(action):
                return {name: str(value or "") for name, value in form.form_values()}
        raise AssertionError(f"{path} has no form for {action}")

    def close(self) -> None:
        if self._connection:
            self._connection.close()

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        if self._connection is None:
            self._connection = http.client.HTTPConnection(
                "127.0.0.1", self.port, timeout=self.timeout
            )
        try:
            self._connection.request(method, path, body, self.headers | headers)
            response = self._connection.getresponse()
            answer = Answer(
                response.status, {k.lower(): v for k, v in response.getheaders()}, response.read()
            )
        except (http.client.HTTPException, OSError):
            self._connection.close()
            self._connection = None
            raise
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return answer


@dataclass(frozen=True)
class Run:
    """One measurement: requests answered, their times, what went wrong."""

    requests: int
    seconds: float
    p50: float  # milliseconds
    p99: float
    failed: int

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds


@dataclass(frozen=True)
class Order:
    """What to ask for. In the values of a post, KEY becomes a new one-time key each time."""

    path: str
    values: dict[str, str] | None = None
    headers: dict[str, str] = field(default_factory=dict)


KEY = "ONE-TIME-KEY"
LUA = """
wrk.method = "%(method)s"
%(headers)s
local body = "%(body)s"
math.randomseed(os.time() + %(seed)d)
local function key()
  return string.format("%%08x-%%04x-4%%03x-a%%03x-%%06x%%06x", math.random(0, 2^31 - 1),
    math.random(0, 65535), math.random(0, 4095), math.random(0, 4095),
    math.random(0, 16777215), math.random(0, 16777215))
end
request = function()
  if body == "" then return wrk.format(nil, nil, nil, nil) end
  return wrk.format(nil, nil, nil, (string.gsub(body, "%(key)s", key())))
end
local failed = 0
response = function(status)
  if status >= 400 then failed = failed + 1; io.stderr:write("status " .. status .. "\\n") end
end
"""


def has_wrk() -> bool:
    """Whether wrk is there, installed now if that may be done."""
    if shutil.which("wrk"):
        return True
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(INSTALL_WRK.split(), capture_output=True, check=False)
    if not shutil.which("wrk"):
        print(f"wrk is missing (sudo {INSTALL_WRK}); a client of our own measures, more coarsely.")
    return shutil.which("wrk") is not None


def hammer(person: Person, order: Order, *, connections: int, seconds: float) -> Run:
    """Ask for the same thing over kept connections for some seconds."""
    ask = _by_wrk if shutil.which("wrk") else _by_threads
    return ask(person, order, connections, seconds)


def _by_wrk(person: Person, order: Order, connections: int, seconds: float) -> Run:
    headers = person.headers | order.headers
    body = ""
    if order.values is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = urlencode(order.values)
    script = LUA % {
        "method": "GET" if order.values is None else "POST",
        "headers": "\n".join(f'wrk.headers["{k}"] = "{v}"' for k, v in headers.items()),
        "body": body,
        "seed": int.from_bytes(os.urandom(3)),
        "key": KEY.replace("-", "%-"),
    }
    with NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        done = subprocess.run(
            ["wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "--timeout", "60s", "--latency"]
            + ["-s", file.name, f"http://127.0.0.1:{person.port}{order.path}"],
            capture_output=True,
            text=True,
            check=True,
        )
    return _read(done.stdout, done.stderr)


def _read(said: str, complained: str) -> Run:
    counted = re.search(r"(\d+) requests in ([\d.]+)(ms|s|m)", said)
    p50, p99 = (re.search(rf"{p}%\s+([\d.]+)(us|ms|s|m)", said) for p in (50, 99))
    if not (counted and p50 and p99):
        raise RuntimeError(said)
    scale = {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}
    errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+)", said)
    return Run(
        requests=int(counted[1]),
        seconds=float(counted[2]) * scale[counted[3]] / 1000,
        p50=float(p50[1]) * scale[p50[2]],
        p99=float(p99[1]) * scale[p99[2]],
        failed=complained.count("status") + sum(map(int, errors.groups()) if errors else ()),
    )


def _by_threads(person: Person, order: Order, connections: int, seconds: float) -> Run:
    times: list[float] = []
    failed: list[int] = []
    end = time.monotonic() + seconds

    def work() -> None:
        own = Person(person.port, dict(person.cookies))
        while time.monotonic() < end:
            began = time.perf_counter()
            status = send(own, order).status
            times.append((time.perf_counter() - began) * 1000)
            if status >= 400:
                failed.append(status)

    began = time.monotonic()
    in_parallel([work] * connections)
    cuts = quantiles(times, n=100) if len(times) > 1 else times * 99
    return Run(len(times), time.monotonic() - began, cuts[49], cuts[98], len(failed))


def send(person: Person, order: Order) -> Answer:
    """Ask once."""
    if order.values is None:
        return person.get(order.path, order.headers)
    values = {n: str(uuid4()) if v == KEY else v for n, v in order.values.items()}
    return person.post(order.path, values, order.headers)


def in_parallel(works: list[Callable[[], None]]) -> None:
    """Run each in a thread of its own; the first error of any is raised."""
    errors: list[BaseException] = []

    def guarded(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
