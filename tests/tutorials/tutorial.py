"""Commands in Markdown: which blocks of a page are run, and what is expected of them.

A block fenced as ```sh is run, and so are programs: ```js, ```python and ```csharp. ```sh exit=N says that it ends with status N; one with a name
(```sh queue-lost) is for a test of its own. The ```text block that comes next, if it is the next fenced block at all, is what is printed, standard
error included: "…" in a line stands for any text, a line that is only "…" for any lines. Every other block is for reading.
A block in an HTML comment is run but not shown: it prepares what a page takes for granted, or tries what the page has said.
"""

import re
from dataclasses import dataclass

# How a program in a file is run. The clients are found as if they were installed (run.py sees to that).
PROGRAMS = {
    "js": ("mjs", 'node "{file}"'),
    "python": ("py", 'python3 -B "{file}"'),
    "csharp": ("cs", 'mcs -r:System.Net.Http -r:System.Xml.Linq -r:System.Runtime.Serialization -out:"{file}.exe" "{file}"; mono "{file}.exe"'),
}


@dataclass
class Block:
    line: int  # of the fence, from 1
    code: str
    status: int = 0
    expected: str | None = None
    language: str = "sh"

    def command(self, file: str) -> tuple[str, str]:
        """What a shell has to do when the code is in a file of this name, and the name with its ending."""
        if self.language == "sh":
            return f'. "{file}.sh"', f"{file}.sh"
        ending, command = PROGRAMS[self.language]
        return command.format(file=f"{file}.{ending}"), f"{file}.{ending}"


class Malformed(Exception):
    """A page that cannot be read: where, and what is wrong."""


def blocks(text: str, name: str = "page") -> list[Block]:
    """The blocks of a page that are run, in order. Raises Malformed for an open fence or an unknown word behind ```sh."""
    found: list[Block] = []
    fence = None  # (line, words) of the fence that is open
    body: list[str] = []
    last = None  # the block that a ```text would belong to
    for number, line in enumerate(text.split("\n"), 1):
        if fence is None:
            if line.startswith("```"):
                fence, body = (number, line[3:].split()), []
        elif line.rstrip() == "```":
            last = _closed(fence, body, last, found, name)
            fence = None
        else:
            body.append(line)
    if fence is not None:
        raise Malformed(f"{name}:{fence[0]}: this block is never closed")
    return found


def _closed(fence, body, last, found, name):
    number, words = fence
    kind = words[0] if words else ""
    if kind == "text" and last is not None:
        last.expected = "\n".join(body)
    if kind != "sh" and kind not in PROGRAMS:
        return None
    block = Block(number, "\n".join(body) + "\n", language=kind)
    for word in words[1:]:
        asked = re.fullmatch(r"exit=(\d+)", word)
        if asked:
            block.status = int(asked[1])
        elif re.fullmatch(r"[a-z]+(-[a-z]+)+", word):
            return None
        else:
            raise Malformed(f"{name}:{number}: nothing is known of '{word}' behind ```{kind}; use exit=N")
    found.append(block)
    return block


def named(text: str) -> list[str]:
    """The names of blocks that are for tests of their own."""
    return re.findall(r"^```sh ([a-z]+(?:-[a-z]+)+)\s*$", text, re.M)


def matches(expected: str, printed: str) -> bool:
    """Whether what was printed is what the page says. Blanks at the ends of lines, and empty lines at both ends, do not count."""
    want = [line.rstrip() for line in expected.strip("\n").split("\n")]
    got = [line.rstrip() for line in printed.strip("\n").split("\n")]
    return re.fullmatch("".join(map(_pattern, want)), "".join(line + "\n" for line in got)) is not None


def _pattern(line: str) -> str:
    if line.strip() == "…":
        return r"(?:[^\n]*\n)*?"
    return "[^\n]*?".join(map(re.escape, line.split("…"))) + "\n"
