"""What the reader of pages, its wildcards and the check of links do."""

import pathlib
import tempfile
import unittest

import links
from tutorial import Malformed, blocks, matches, named

PAGE = """# Title
```sh
echo one
```
It prints
```text
one
```
```sh exit=3
exit 3
```
```json
{}
```
```text
belongs to nothing
```
"""


class Pages(unittest.TestCase):
    def test_only_sh_blocks_are_run_and_each_has_the_text_that_follows(self):
        first, second = blocks(PAGE)
        self.assertEqual((first.line, first.code, first.status, first.expected), (2, "echo one\n", 0, "one"))
        self.assertEqual((second.code, second.status, second.expected), ("exit 3\n", 3, None))

    def test_programs_are_run_by_what_runs_their_language(self):
        found = blocks("```js\nconsole.log(1);\n```\n```text\n1\n```\n```csharp\nclass A {}\n```\n```json\n{}\n```\n")
        self.assertEqual([(block.language, block.expected) for block in found], [("js", "1"), ("csharp", None)])
        self.assertEqual(found[0].command("/x/0"), ('node "/x/0.mjs"', "/x/0.mjs"))

    def test_a_block_with_a_name_is_for_another_test(self):
        text = "```sh queue-lost\ndocmill sweep\n```\n```text\nnothing of it is expected\n```\n"
        self.assertEqual((blocks(text), named(text)), ([], ["queue-lost"]))

    def test_an_open_fence_and_an_unknown_word_are_refused_with_their_line(self):
        with self.assertRaisesRegex(Malformed, "page:2: this block is never closed"):
            blocks("a\n```sh\necho\n")
        with self.assertRaisesRegex(Malformed, "'skip' behind"):
            blocks("```sh skip\n```\n")


class Wildcards(unittest.TestCase):
    def test_text_is_compared_as_it_stands(self):
        self.assertTrue(matches("a.b  \n", "\na.b\n"))
        self.assertFalse(matches("a.b", "axb"))
        self.assertFalse(matches("a", "a\nb"))

    def test_dots_in_a_line_stand_for_text_of_that_line_only(self):
        self.assertTrue(matches("id … of …", "id 7 of acme"))
        self.assertFalse(matches("id …", "id 7\nmore"))

    def test_a_line_of_dots_stands_for_any_lines_or_none(self):
        self.assertTrue(matches("first\n…\nlast", "first\n1\n2\nlast"))
        self.assertTrue(matches("first\n…\nlast", "first\nlast"))
        self.assertFalse(matches("first\n…\nlast", "first\n1"))


class Links(unittest.TestCase):
    def faults(self, text: str) -> list[str]:
        with tempfile.TemporaryDirectory() as name:
            top = pathlib.Path(name).resolve()
            (top / "other.md").write_text("# A title: with `code`\n## Twice\n## Twice\n")
            page = top / "page.md"
            page.write_text(text)
            return links.faults(top, [page])

    def test_what_is_there_is_found(self):
        text = "[a](other.md) [b](other.md#a-title-with-code) [c](other.md#twice-1) [d](https://example.com/x) [e](#here)\n# Here\n"
        self.assertEqual(self.faults(text), [])

    def test_what_is_not_there_is_told_with_its_line(self):
        found = self.faults("\n[a](none.md) [b](other.md#none) [c](../secret.md)\n")
        self.assertEqual([fault.split(": ", 1)[1] for fault in found], [
            "none.md: there is no such file", "other.md#none: there is no such heading", "../secret.md: leads out of the project"])
        self.assertTrue(all(fault.startswith("page.md:2:") for fault in found))

    def test_code_is_no_link(self):
        self.assertEqual(self.faults("`[a](none.md)`\n```\n[b](none.md)\n```\n"), [])


if __name__ == "__main__":
    unittest.main()
