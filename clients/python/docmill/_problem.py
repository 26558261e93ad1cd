"""What Docmill answers instead of a result."""

import json
from typing import Any, Mapping, Optional


class Problem(Exception):
    """RFC 9457, each member as the service sent it: ``detail`` is for people, ``code`` for programs."""

    def __init__(self, status: int, body: Mapping[str, Any], headers: Mapping[str, str]) -> None:
        super().__init__(body.get("detail") or body.get("title") or f"The service answered {status}.")
        self.status = status
        #: "bad_request", "quota_exceeded", "input_damaged"; "http_502" when something else than Docmill answered
        self.code: str = body.get("code") or f"http_{status}"
        self.title: str = body.get("title") or ""
        self.detail: str = body.get("detail") or ""
        #: which part of the job's life failed
        self.phase: Optional[str] = body.get("phase")
        #: whether the same request may succeed later
        self.retryable: bool = body.get("retryable", status >= 500)
        self.job_id: Optional[str] = body.get("jobId") or headers.get("x-jobid")
        #: name it when you ask for help
        self.request_id: Optional[str] = body.get("requestId") or headers.get("x-request-id")
        #: where the job goes on, of "sync_timeout"
        self.location: Optional[str] = headers.get("location")
        #: seconds to wait before another try
        self.retry_after: Optional[float] = _seconds(headers.get("retry-after"))


def _seconds(text: Optional[str]) -> Optional[float]:
    try:
        return float(text) if text else None
    except ValueError:
        return None


def problem_of(status: int, text: bytes, headers: Mapping[str, str]) -> Problem:
    """The problem in an answer that is none of 2xx."""
    try:
        body = json.loads(text)
    except ValueError:  # a proxy answered
        body = None
    return Problem(status, body if isinstance(body, dict) else {}, headers)
