"""Stored templates: made once, started with data."""

import json
from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Optional, Union
from urllib.parse import quote

from ._form import FileInput, Form
from ._job import Job
from ._result import Result
from ._transport import Transport

if TYPE_CHECKING:
    from ._client import Docmill


class Processes:
    """``client.processes``"""

    def __init__(self, client: "Docmill", transport: Transport) -> None:
        self._client = client
        self._transport = transport

    def list(self) -> "List[Dict[str, Any]]":
        return self._json("GET", "/api/v2/processes")["processes"]

    def make(self, file: FileInput, name: str, **settings: Any) -> Dict[str, Any]:
        """Stores a template. Settings are named as the form has them: ``OutputType="Pdf"``."""
        return self._send("POST", "/api/v2/processes", {"File": file, "Name": name, **settings}, repeatable=False)

    def show(self, process: str) -> Dict[str, Any]:
        return self._json("GET", f"/api/v2/processes/{quote(process)}")

    def change(self, process: str, **settings: Any) -> Dict[str, Any]:
        """What is not named stays."""
        return self._send("PUT", f"/api/v2/processes/{quote(process)}", settings, repeatable=True)

    def remove(self, process: str) -> None:
        self._transport.request("DELETE", f"/api/v2/processes/{quote(process)}").close()

    def start(self, process: Union[str, Mapping[str, Any]], data: Any, *, idempotency_key: Optional[str] = None, timeout: Optional[float] = None) -> Result:
        """Starts a process, by its startUrl or by what make() and list() gave, and waits for its document."""
        where = process if isinstance(process, str) else process["startUrl"]
        return self._client.submit(where, json.dumps(data).encode(), idempotency_key, timeout)

    def start_job(self, process: Union[str, Mapping[str, Any]], data: Any, *, idempotency_key: Optional[str] = None) -> Job:
        """Starts a process as a job and does not wait."""
        where = process if isinstance(process, str) else process["startJobUrl"]
        return self._client.launch(where, json.dumps(data).encode(), idempotency_key)

    def _json(self, method: str, path: str) -> Any:
        with self._transport.request(method, path) as answer:
            return json.loads(answer.read())

    def _send(self, method: str, path: str, fields: Mapping[str, Any], *, repeatable: bool) -> Dict[str, Any]:
        form = Form(fields)
        headers = {"Content-Type": form.content_type, "Content-Length": str(form.length)}
        try:
            with self._transport.request(method, path, body=form, headers=headers, repeatable=repeatable) as answer:
                return json.loads(answer.read())
        finally:
            form.close()
