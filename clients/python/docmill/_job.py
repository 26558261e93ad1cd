"""Jobs that go on in the service."""

import json
import time
from typing import Any, Optional, Tuple

from ._result import value_of
from ._transport import Transport


class Job:
    """A job; ``location`` may be kept, ``Docmill.job(location)`` goes on with it."""

    def __init__(self, transport: Transport, job_id: str, location: str) -> None:
        self._transport = transport
        self.id = job_id
        self.location = location

    def poll(self) -> Any:
        """The Result, or the JSON of an action that answers a question; None while the job is not over.

        Raises:
            Problem: the failure that the job ended with.
        """
        return self._look()[1]

    def wait(self, timeout: Optional[float] = None) -> Any:
        """The same as soon as it is there.

        Raises:
            TimeoutError: it was not there after ``timeout`` seconds; the job goes on.
        """
        until = None if timeout is None else time.monotonic() + timeout
        while True:
            over, value, pause = self._look()
            if over:
                return value
            if until is not None and time.monotonic() + pause > until:
                raise TimeoutError(f"Job {self.id} was not over after {timeout} s; it goes on at {self.location}.")
            time.sleep(pause)

    def cancel(self) -> None:
        """Cancels it, or removes its outputs if it has ended."""
        self._transport.request("DELETE", self.location).close()

    def _look(self) -> Tuple[bool, Any, float]:
        with self._transport.request("GET", self.location) as answer:
            if answer.status == 202:
                return False, None, float(answer.headers.get("retry-after", 1))
            return True, value_of(self._transport, json.loads(answer.read())), 0.0
