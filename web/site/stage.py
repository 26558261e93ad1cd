#!/usr/bin/env python3
"""Gathers the pages of the site: stage.py TOP BUILD copies docs/, the pages at the top that are for readers, and the templates of examples/
into BUILD/docs-source, with links that fit there, and mkdocs.yml into BUILD, with the pages added that it does not list. GitHub and the site's Markdown differ in small things, which are evened out on the way.
A link to a file of the project that is no page of the site becomes plain text: the site stands alone."""

import pathlib
import re
import shutil
import sys

TOP_PAGES = ("ARCHITECTURE.md", "SECURITY.md", "CONTRIBUTING.md")
LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)")
LIST = re.compile(r"(?:[-*]|\d+\.) ")


def spaced(lines: list[str]) -> list[str]:
    """A blank line before tables and lists that follow a paragraph; nothing but the language behind a fence."""
    out: list[str] = []
    fenced = False
    for line in lines:
        if line.startswith("```"):
            fenced = not fenced
            line = re.sub(r"^```(\w+) .*", r"```\1", line)
        if line.startswith("|") and not fenced:  # GitHub wants bars in the code of a table escaped
            line = re.sub(r"`[^`]*`", lambda code: code[0].replace("\\|", "|"), line)
        before = out[-1] if out else ""
        begins_table = line.startswith("|") and not before.startswith("|")
        begins_list = LIST.match(line) and not LIST.match(before) and not before.startswith((" ", "\t"))
        if not fenced and before.strip() and not before.startswith("#") and (begins_table or begins_list):
            out.append("")
        out.append(line)
    return out


class Site:
    def __init__(self, top: pathlib.Path, target: pathlib.Path):
        self.top, self.target = top, target
        self.homes = {}  # a page of the project -> where it is in the site
        for page in sorted((top / "docs").rglob("*")):
            if page.is_file() and page.suffix in (".md", ".svg", ".png"):
                name = page.relative_to(top / "docs")
                self.homes[page] = name.with_name("index.md") if name.name == "README.md" else name
        self.homes |= {top / name: pathlib.Path(name) for name in TOP_PAGES}
        self.homes[top / "README.md"] = pathlib.Path("index.md")  # who links to it means the beginning
        for file in sorted((top / "examples/templates").glob("*")):
            if file.suffix in (".xlsx", ".pdf"):
                self.homes[file] = pathlib.Path("assets") / file.name

    def link(self, page: pathlib.Path, found: re.Match) -> str:
        words, address = found[1], found[2]
        if re.match(r"[a-z]+:|#", address):
            return found[0]
        name, mark, anchor = address.partition("#")
        home = self.homes.get((page.parent / name).resolve())
        if home is None:
            return words
        here = self.homes[page].parent
        climbed = "../" * len(here.parts) + home.as_posix()  # the site is shallow: from its top to anywhere
        return f"[{words}]({climbed}{mark}{anchor})"

    def write(self) -> None:
        shutil.rmtree(self.target, ignore_errors=True)
        shutil.copytree(pathlib.Path(__file__).parent / "assets", self.target / "assets")
        for page, home in self.homes.items():
            if page == self.top / "README.md":
                continue
            place = self.target / home
            place.parent.mkdir(parents=True, exist_ok=True)
            if page.suffix != ".md":
                shutil.copyfile(page, place)
                continue
            lines = page.read_text().split("\n")
            fenced, out = False, []
            for line in spaced(lines):
                if line.startswith("```"):
                    fenced = not fenced
                out.append(line if fenced else LINK.sub(lambda found: self.link(page, found), line))
            place.write_text("\n".join(out))


    def settings(self) -> str:
        text = (pathlib.Path(__file__).parent / "mkdocs.yml").read_text()
        nav = text[text.index("\nnav:"):]
        pages = {home.as_posix() for home in self.homes.values() if home.suffix == ".md"}
        more = sorted(page for page in pages if not re.search(rf"[ :]{re.escape(page)}\n", nav))
        return text + ("  - More:\n" + "".join(f"      - {page}\n" for page in more) if more else "")


if __name__ == "__main__":
    build = pathlib.Path(sys.argv[2]).resolve()
    site = Site(pathlib.Path(sys.argv[1]).resolve(), build / "docs-source")
    site.write()
    (build / "mkdocs.yml").write_text(site.settings())
