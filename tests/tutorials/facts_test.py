"""What pages say of the code is true of the code: error codes, exit codes, actions, settings, formatters; and every page is where readers find it."""

import importlib.util
import pathlib
import re
import unittest

import tutorial

TOP = pathlib.Path(__file__).resolve().parents[2]
PAGES = sorted((TOP / "docs").rglob("*.md"))
TUTORIALS = sorted((TOP / "docs/tutorials").glob("[0-9]*.md"))


def source(name: str) -> str:
    return (TOP / name).read_text()


class Facts(unittest.TestCase):
    def test_errors_are_those_of_the_table(self):
        rows = re.findall(r'ErrorInfo\{\w+, "(\w+)", (\d+),', source("src/base/error.cc"))
        told = re.findall(r"^\| `(\w+)` \| (\d+) \|", source("docs/errors.md"), re.M)
        self.assertGreater(len(rows), 30)
        self.assertEqual(sorted(told), sorted(rows))

    def test_exit_codes_are_those_of_the_program(self):
        numbers = dict(re.findall(r"^constexpr int (k\w+) = (\d+);", source("src/cli/call/exit_codes.h"), re.M))
        rows = re.findall(r'ExitCode\{(k\w+), "(\w+)",\s*"([^"]+)"\}', source("src/cli/call/exit_codes.cc"))
        self.assertEqual(len(rows), len(numbers))
        told = re.findall(r"^\| (\d+) \| `(\w+)` \| (.+) \|$", source("docs/cli.md"), re.M)
        self.assertEqual(told, [(numbers[name], said, meaning) for name, said, meaning in rows])

    def test_actions_are_in_the_catalogue(self):
        known = set(re.findall(r"^`POST /api/v2/([\w/-]+)`", source("docs/actions.md"), re.M))
        self.assertGreater(len(known), 80)
        groups = "|".join(sorted({action.split("/")[0] for action in known}))
        for page in PAGES:
            for group, name in re.findall(rf"/api/v2/({groups})/(?:jobs/)?([a-z0-9-]+)", page.read_text()):
                self.assertIn(f"{group}/{name}", known, page.name)

    def test_settings_exist(self):
        names = re.findall(r'^\s+(?:text|place|secret|size|length|number)\("([a-z0-9-]+)"', source("src/config/settings.cc"), re.M)
        known = {"DOCMILL_" + name.upper().replace("-", "_") for name in [*names, "log-level", "log-format", "config"]}
        self.assertGreater(len(known), 40)
        known |= set(re.findall(r"\bDOCMILL_FRONT_\w+", source("deploy/haproxy/haproxy.cfg")))
        for path in (TOP / "src/cli").rglob("*.cc"):
            known |= set(re.findall(r'"(DOCMILL_\w+)"', path.read_text()))
        for page in PAGES:
            used = set(re.findall(r"\bDOCMILL_[A-Z0-9_]+\b", page.read_text()))
            self.assertEqual(used - known, set(), page.name)

    def test_metrics_are_counted_somewhere(self):
        code = "".join(path.read_text() for path in (TOP / "src").rglob("*.cc"))
        for page in PAGES:
            for name in re.findall(r"\bdocmill_\w+(?:_total|_seconds|_letters|_active|_ready|_busy)\b", page.read_text()):
                base = re.sub(r"_(bucket|sum|count)$", "", name)
                self.assertIn(base, code, page.name)

    def test_every_formatter_and_function_is_told(self):
        handbook = source("docs/formatters.md")
        code = "".join(path.read_text() for path in (TOP / "src/templating").glob("*.cc") if not path.name.endswith("_test.cc"))
        names = re.findall(r'(?:ValueFormatter|FormatterRow|FunctionRow)\{"([\w-]+)"', code)
        self.assertGreater(len(names), 60)
        synonyms = {"average", "ceil", "to-upper", "to-lower"}  # second names of functions that are told
        missing = [name for name in names if name not in synonyms and not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", handbook)]
        self.assertEqual(missing, [])


class Places(unittest.TestCase):
    def test_every_tutorial_is_listed_run_and_says_what_may_go_wrong(self):
        contents = source("docs/tutorials/README.md")
        self.assertGreaterEqual(len(TUTORIALS), 20)
        for page in TUTORIALS:
            text = page.read_text()
            self.assertIn(f"({page.name})", contents)
            self.assertIn("\n```sh", text, page.name)
            self.assertIn("\n## When it goes wrong\n", text, page.name)

    def test_what_looks_like_code_is_run_or_says_that_it_is_not(self):
        shown = {"", "text", "sh", "json", "yaml", "ini", *tutorial.PROGRAMS}
        for page in [*PAGES, *(TOP / "clients").glob("*/README.md")]:
            text = re.sub(r"<!--.*?-->", "", page.read_text(), flags=re.S)
            opened = [words.split() for words in re.findall(r"^```(.*)\n(?:.*\n)*?```$", text, re.M)]
            self.assertEqual({words[0] for words in opened if words} - shown, set(), page.name)
            # An indented block has no language, so nobody sees whether it is run.
            self.assertEqual(re.findall(r"\n\n    (?:docmill|curl|psql|[A-Z_]+=) ?.*", re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)), [], page.name)

    def test_blocks_with_a_name_are_run_by_their_test(self):
        tests = "".join(path.read_text() for path in (TOP / "tests").glob("*_test.cc"))
        for page in PAGES:
            for name in tutorial.named(page.read_text()):
                self.assertIn(f'"{name}"', tests, page.name)

    def test_templates_of_the_examples_are_what_their_program_makes(self):
        path = TOP / "examples/templates/make.py"
        spec = importlib.util.spec_from_file_location("make", path)
        make = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(make)
        self.assertEqual((path.parent / "sales.xlsx").read_bytes(), make.workbook())
        self.assertEqual((path.parent / "application.pdf").read_bytes(), make.form())


if __name__ == "__main__":
    unittest.main()
