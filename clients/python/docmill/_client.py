"""The client."""

import json
import ssl
import uuid
from typing import Any, Dict, Mapping, Optional, Union

from ._form import Form
from ._job import Job
from ._problem import Problem
from ._processes import Processes
from ._result import value_of
from ._transport import Answer, Transport
from .actions import Actions


class Docmill(Actions):
    """Actions are methods: ``client.convert.docx_to_pdf(file=…)``.

    Args:
        url: where your Docmill is, like https://docs.example.com
        key: the API key; starts of open processes need none
        retries: how often what failed in passing is tried again
        connection_timeout: seconds that the service may be silent
        context: TLS settings of your own, for a private authority
    """

    def __init__(
        self, url: str, key: Optional[str] = None, *, retries: int = 3, connection_timeout: float = 120, context: Optional[ssl.SSLContext] = None
    ) -> None:
        super().__init__()
        if not url.startswith(("http://", "https://")):
            raise ValueError("url: give the address of your Docmill, like https://docs.example.com")
        self._transport = Transport(url, key, retries, connection_timeout, context)
        self.processes = Processes(self, self._transport)

    def call(self, action: str, fields: Mapping[str, Any], *, idempotency_key: Optional[str] = None, timeout: Optional[float] = None) -> Any:
        """Calls an action and waits for what it makes, however long that takes.

        Args:
            action: "convert/docx-to-pdf"
            fields: the form, by the names in the catalogue: "File", "OutputType"
            idempotency_key: one of your own; a repeat with it answers with the first job and is not charged
            timeout: seconds to wait for a job that the service did not finish within its own limit; for ever by default

        Returns:
            A Result, or the JSON of an action that answers a question.
        """
        form = Form(fields)
        try:
            return self.submit(f"/api/v2/{action}", form, idempotency_key, timeout)
        finally:
            form.close()

    def start(self, action: str, fields: Mapping[str, Any], *, idempotency_key: Optional[str] = None) -> Job:
        """Starts an action as a job and does not wait."""
        group, operation = action.split("/")
        form = Form(fields)
        try:
            return self.launch(f"/api/v2/{group}/jobs/{operation}", form, idempotency_key)
        finally:
            form.close()

    def job(self, location: str) -> Job:
        """A job by the address it had: ``Job.location``."""
        return Job(self._transport, location.split("?")[0].rsplit("/", 1)[-1], location)

    def profile(self) -> Dict[str, Any]:
        """Whose key it is and what is left of the month."""
        with self._transport.request("GET", "/api/v2/user/Profiles/me") as answer:
            return json.loads(answer.read())

    def submit(self, path: str, body: Union[Form, bytes], idempotency_key: Optional[str], timeout: Optional[float]) -> Any:
        try:
            with self._post(path, body, idempotency_key) as answer:
                return value_of(self._transport, json.loads(answer.read()))
        except Problem as problem:
            if problem.code != "sync_timeout" or not problem.location:
                raise
            return Job(self._transport, problem.job_id or "", problem.location).wait(timeout)

    def launch(self, path: str, body: Union[Form, bytes], idempotency_key: Optional[str]) -> Job:
        with self._post(path, body, idempotency_key) as answer:
            return Job(self._transport, answer.headers.get("x-jobid", ""), answer.headers.get("location", ""))

    def _post(self, path: str, body: Union[Form, bytes], idempotency_key: Optional[str]) -> Answer:
        form = isinstance(body, Form)
        headers = {
            "Idempotency-Key": idempotency_key or str(uuid.uuid4()),
            "Content-Type": body.content_type if form else "application/json",
            "Content-Length": str(body.length if form else len(body)),
        }
        return self._transport.request("POST", path, body=body, headers=headers)
