"""What an action made."""

import os
import re
import shutil
from datetime import datetime
from typing import Any, Dict, List, Mapping, Optional, Union
from urllib.parse import unquote

from ._transport import Answer, Transport


class Result:
    """Facts about what an action made, and its documents to be downloaded."""

    def __init__(self, transport: Transport, body: Mapping[str, Any]) -> None:
        self._transport = transport
        #: Where the documents can be downloaded without a key until ``expires_at``.
        self.links: List[str] = list(body.get("links") or ([body["link"]] if body.get("link") else []))
        self.job_id: str = body["jobId"]
        self.expires_at: Optional[datetime] = _moment(body.get("expiresAt"))
        #: What the job is charged.
        self.documents: int = body.get("documents", 0)
        self.pages: Optional[int] = body.get("pages")
        self.engine: Optional[str] = body.get("engine")
        self.warnings: List[str] = list(body.get("warnings", []))
        self.fonts: List[Dict[str, Any]] = list(body.get("fonts", []))

    @property
    def link(self) -> str:
        """The first document's link."""
        return self.links[0]

    def open(self, index: int = 0) -> Answer:
        """A document to be read piece by piece; close it, or use ``with``."""
        return self._transport.request("GET", self.links[index])

    def bytes(self, index: int = 0) -> bytes:
        with self.open(index) as answer:
            return answer.read()

    def save(self, path: Union[str, "os.PathLike[str]"], index: int = 0) -> str:
        """Writes a document to a file, or into a directory under the name it has; returns the path."""
        with self.open(index) as answer:
            target = os.path.join(path, _filename(answer.headers)) if os.path.isdir(path) else os.fspath(path)
            with open(target, "wb") as file:
                shutil.copyfileobj(answer, file)
        return target

    def __repr__(self) -> str:
        return f"Result(job_id={self.job_id!r}, links={len(self.links)})"


def _moment(text: Optional[str]) -> Optional[datetime]:
    return datetime.fromisoformat(text.replace("Z", "+00:00")) if text else None


def _filename(headers: Mapping[str, str]) -> str:
    """The name of a download, without any folder."""
    text = headers.get("content-disposition", "")
    found = re.search(r"filename\*=UTF-8''([^;]+)", text, re.IGNORECASE)
    name = unquote(found.group(1)) if found else "document"
    return os.path.basename(name.replace("\\", "/")).lstrip(".") or "document"


def value_of(transport: Transport, body: Any) -> Any:
    """A finished job's answer: a Result when it has links, else its JSON."""
    linked = isinstance(body, dict) and "jobId" in body and ("link" in body or "links" in body)
    return Result(transport, body) if linked else body
