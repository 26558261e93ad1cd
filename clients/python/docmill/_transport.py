"""Requests with the key, tried again where that is safe and of use."""

import http.client
import random
import ssl
import time
from typing import Any, Dict, Mapping, Optional
from urllib.parse import urlsplit

from ._problem import Problem, problem_of

_FIRST = 0.5  # seconds before the second try; doubles, up to the longest
_LONGEST = 20.0
#: Answers that pass: the same request may succeed soon.
_PASSING = {408, 429, 502, 503, 507}
_HOPS = 5


class Answer:
    """An answer that is 2xx: its headers, and its body to be read."""

    def __init__(self, connection: http.client.HTTPConnection, response: http.client.HTTPResponse) -> None:
        self._connection = connection
        self._response = response
        self.status = response.status
        self.headers: Dict[str, str] = {name.lower(): value for name, value in response.getheaders()}

    def read(self, size: int = -1) -> bytes:
        """Like that of a file."""
        return self._response.read() if size < 0 else self._response.read(size)

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> "Answer":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()


class Transport:
    def __init__(self, url: str, key: Optional[str], retries: int, timeout: float, context: Optional[ssl.SSLContext]) -> None:
        self.url = url.rstrip("/")
        self._key = key
        self._retries = retries
        self._timeout = timeout
        self._context = context

    def address(self, path: str) -> str:
        return path if path.startswith(("http://", "https://")) else self.url + path

    def request(self, method: str, path: str, *, body: Any = None, headers: Optional[Mapping[str, str]] = None, repeatable: bool = True) -> Answer:
        """The answer when it is 2xx.

        ``repeatable`` says that a second request does no harm: reads, and submissions with an Idempotency-Key.

        Raises:
            Problem: what the service answered instead.
            OSError: the service cannot be reached.
        """
        tried = 0
        while True:
            last = not repeatable or tried >= self._retries
            wait: Optional[float] = None
            try:
                return self._once(method, self.address(path), body, dict(headers or {}))
            except Problem as problem:
                if last or problem.status not in _PASSING or problem.code == "sync_timeout":
                    raise
                wait = problem.retry_after
            except (OSError, http.client.HTTPException) as error:
                if last or isinstance(error, ssl.SSLCertVerificationError):
                    raise
            time.sleep(wait if wait is not None else min(_FIRST * 2**tried, _LONGEST) * random.uniform(0.75, 1.25))
            tried += 1

    def _once(self, method: str, address: str, body: Any, headers: Dict[str, str], hops: int = _HOPS) -> Answer:
        parts = urlsplit(address)
        # The key is for the service alone, never for another host that an address leads to.
        own = (parts.scheme, parts.netloc) == urlsplit(self.url)[:2]
        if self._key and own:
            headers["Authorization"] = self._key
        else:
            headers.pop("Authorization", None)
        connection = self._connection(parts.scheme, parts.netloc)
        try:
            target = parts.path or "/"
            try:
                connection.request(method, f"{target}?{parts.query}" if parts.query else target, body=body, headers=headers)
            except (BrokenPipeError, ConnectionResetError):
                if connection.sock is None:
                    raise
                # The service may have refused the request before it had read all of it; its answer says why.
            response = connection.getresponse()
            answer = Answer(connection, response)
            if 200 <= response.status < 300:
                return answer
            moved = answer.headers.get("location")
            if response.status in (301, 302, 307, 308) and moved and hops > 0 and method == "GET":
                connection.close()
                return self._once(method, moved, None, headers, hops - 1)
            raise problem_of(response.status, response.read(), answer.headers)
        except BaseException:
            connection.close()
            raise

    def _connection(self, scheme: str, host: str) -> http.client.HTTPConnection:
        if scheme == "https":
            return http.client.HTTPSConnection(host, timeout=self._timeout, context=self._context or ssl.create_default_context())
        if scheme == "http":
            return http.client.HTTPConnection(host, timeout=self._timeout)
        raise ValueError(f"{scheme}: only http and https can be asked.")
