#!/usr/bin/env python3
"""Every link of every Markdown page leads somewhere: to a file of the project, and to a heading that is there. Addresses outside are not asked.

  links.py [TOP]      TOP is the top of the source tree, this one by default
"""

import pathlib
import re
import subprocess
import sys
import unicodedata
import urllib.parse

LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\]]*\])*\]\(<?([^)>\s]+)>?(?:\s+\"[^\"]*\")?\)")


def prose(text: str) -> str:
    """Without what is code, keeping the lines."""
    text = re.sub(r"^```.*?^```[ \t]*$", lambda found: "\n" * found[0].count("\n"), text, flags=re.M | re.S)
    return re.sub(r"(`+).*?\1", "", text)


def anchors(text: str) -> set[str]:
    """The names of a page's headings, as GitHub and the site make them, and those it gives itself."""
    names: dict[str, int] = {}
    bare = re.sub(r"^```.*?^```[ \t]*$", "", text, flags=re.M | re.S)
    for heading in re.findall(r"^#{1,6}[ \t]+(.+?)[ \t#]*$", bare, re.M):
        heading = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
        name = "".join(c for c in heading if c in "-_ " or unicodedata.category(c)[0] in "LN").replace(" ", "-")
        names[name] = names.get(name, -1) + 1
    found = {name if not i else f"{name}-{i}" for name, count in names.items() for i in range(count + 1)}
    return found | set(re.findall(r'<a (?:id|name)="([^"]+)"', text))


def faults(top: pathlib.Path, pages: list[pathlib.Path]) -> list[str]:
    known: dict[pathlib.Path, set[str]] = {}
    found = []
    for page in pages:
        for number, line in enumerate(prose(page.read_text()).split("\n"), 1):
            for link in LINK.findall(line):
                if re.match(r"[a-z][a-z0-9+.-]*:", link):
                    continue
                wrong = fault(top, page, urllib.parse.unquote(link), known)
                if wrong:
                    found.append(f"{page.relative_to(top)}:{number}: {link}: {wrong}")
    return found


def fault(top: pathlib.Path, page: pathlib.Path, link: str, known: dict[pathlib.Path, set[str]]) -> str:
    name, _, anchor = link.partition("#")
    target = (page.parent / name).resolve() if name else page
    if not target.is_relative_to(top):
        return "leads out of the project"
    if not target.exists():
        return "there is no such file"
    if anchor and target.suffix == ".md":
        if target not in known:
            known[target] = anchors(target.read_text())
        if anchor not in known[target]:
            return "there is no such heading"
    return ""


def main() -> int:
    top = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2]).resolve()
    listed = subprocess.run(["git", "-C", top, "ls-files", "-co", "--exclude-standard", "*.md"], capture_output=True, text=True)
    pages = [top / name for name in listed.stdout.split()] or [*top.glob("*.md"), *(top / "docs").rglob("*.md")]
    found = faults(top, [page for page in pages if page.exists()])
    print("\n".join(found) or f"links: {len(pages)} pages, all lead somewhere")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
