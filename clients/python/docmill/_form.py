"""Forms as they are sent: multipart/form-data, files read while they are sent."""

import io
import json
import os
import secrets
from pathlib import Path
from typing import IO, Any, Iterator, List, Mapping, NamedTuple, Sequence, Tuple, Union


class NamedFile(NamedTuple):
    """Bytes, or a file open for reading bytes, with the name that Docmill is to see."""

    content: Union[bytes, IO[bytes]]
    filename: str


class Address(str):
    """Where Docmill may fetch a document from, in place of the document."""


#: What a field that wants a file may be given: a path, bytes, an open file, a text, an address.
FileInput = Union[Path, bytes, bytearray, IO[bytes], NamedFile, Address, str]
#: Data, which is sent as JSON.
Json = Union[Mapping[str, Any], Sequence[Any]]

_BLOCK = 64 * 1024
_Part = Tuple[bytes, Union[bytes, IO[bytes]], int]


def _is_file(value: Any) -> bool:
    return isinstance(value, (Path, bytes, bytearray, NamedFile, Address)) or hasattr(value, "read")


def _quoted(name: str) -> str:
    return name.replace("\\", "_").replace('"', "%22").replace("\r", "").replace("\n", "")


class Form:
    """A body that can be sent, and sent again: its files are rewound."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self.boundary = secrets.token_hex(16)
        self.content_type = f"multipart/form-data; boundary={self.boundary}"
        self._parts: List[_Part] = []
        self._opened: List[IO[bytes]] = []
        for name, value in fields.items():
            if value is None:
                continue
            several = isinstance(value, (list, tuple)) and not isinstance(value, NamedFile) and len(value) > 0 and all(map(_is_file, value))
            for one in value if several else [value]:
                self._add(name, one)
        self._end = f"--{self.boundary}--\r\n".encode()
        self.length = sum(len(head) + size + 2 for head, _, size in self._parts) + len(self._end)

    def close(self) -> None:
        """Closes the files that it opened itself."""
        for opened in self._opened:
            opened.close()

    def __iter__(self) -> Iterator[bytes]:
        for head, content, size in self._parts:
            yield head
            if isinstance(content, bytes):
                yield content
            else:
                yield from _blocks(content, size)
            yield b"\r\n"
        yield self._end

    def _add(self, name: str, value: Any) -> None:
        if isinstance(value, Address):
            self._part(f"{name}Url", str(value).encode(), None)
        elif isinstance(value, Path):
            opened = value.open("rb")
            self._opened.append(opened)
            self._part(name, opened, value.name)
        elif isinstance(value, NamedFile):
            self._part(name, value.content, value.filename)
        elif isinstance(value, (bytes, bytearray)):
            self._part(name, bytes(value), "document")
        elif hasattr(value, "read"):
            self._part(name, value, os.path.basename(str(getattr(value, "name", "document"))))
        elif isinstance(value, bool):
            self._part(name, b"true" if value else b"false", None)
        elif isinstance(value, (dict, list, tuple)):
            self._part(name, json.dumps(value, ensure_ascii=False).encode(), None)
        else:
            self._part(name, str(value).encode(), None)

    def _part(self, name: str, content: Union[bytes, bytearray, IO[bytes]], filename: Any) -> None:
        if isinstance(content, (str, bytearray)):
            content = content.encode() if isinstance(content, str) else bytes(content)
        if not isinstance(content, bytes) and not content.seekable():
            content = content.read()
        named = "" if filename is None else f'; filename="{_quoted(filename)}"'
        kind = "" if filename is None else "Content-Type: application/octet-stream\r\n"
        head = f'--{self.boundary}\r\nContent-Disposition: form-data; name="{_quoted(name)}"{named}\r\n{kind}\r\n'.encode()
        self._parts.append((head, content, len(content) if isinstance(content, bytes) else _size(content)))


def _size(file: IO[bytes]) -> int:
    return file.seek(0, io.SEEK_END)


def _blocks(file: IO[bytes], size: int) -> Iterator[bytes]:
    file.seek(0)
    left = size
    while left > 0:
        block = file.read(min(_BLOCK, left))
        if not block:
            raise OSError("A file became shorter while it was sent.")
        left -= len(block)
        yield block
