#!/usr/bin/env python3
"""Runs the commands of pages against a real `docmill serve`, as a reader would, and compares what they print.

  run.py [--bin DIR] [--show] [--keep] [-j N] [--running URL DATA] [PAGE.md …]

Without pages: README.md, all of docs/ and those of clients/. Each page has a directory of its own (with examples/ in it), a shell of its own, whose variables
last from block to block, and a key of the tenant acme in $KEY; $URL is the server. --show prints what every block prints.
The whole run has a network of its own where the system allows one: the ports that pages name are then free, and nothing outside is reached.
A page that begins with "<!-- a server of its own -->" starts Docmill itself: it has a network for itself, and neither $URL nor $KEY.
--running uses a server that is there, with its data directory.
"""

import argparse
import concurrent.futures
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

import tutorial

TOP = pathlib.Path(__file__).resolve().parents[2]
ALONE = "DOCMILL_TUTORIALS_ALONE"
OWN_SERVER = "<!-- a server of its own -->"
URL = "http://127.0.0.1:8080"
PAGE_LIMIT = 400  # seconds a page may take before it is killed
START_LIMIT = 180  # seconds until the server and its engines must be ready


def with_a_network_of_its_own(command: list[str]) -> list[str] | None:
    """The command in an empty network namespace, where there is only loopback; None when that is not allowed here."""
    if os.getuid() == 0:
        place, enter = ["unshare", "--net"], 'ip link set lo up && exec "$@"'
    else:  # in a user namespace, where we may set loopback up and then lose that right again
        place = ["unshare", "--user", "--map-current-user", "--keep-caps", "--net"]
        enter = 'ip link set lo up && exec setpriv --inh-caps=-all --ambient-caps=-all "$@"'
    inside = [*place, "sh", "-c", enter, "sh"]
    allowed = shutil.which("unshare") and subprocess.run([*inside, "true"], capture_output=True).returncode == 0
    return [*inside, *command] if allowed else None


def in_a_network_of_our_own() -> None:
    """Starts this program anew in one."""
    if os.environ.get(ALONE):
        return
    os.environ[ALONE] = "1"
    command = with_a_network_of_its_own([sys.executable, *sys.argv])
    if command:
        os.execvp(command[0], command)
    print("no network of our own here: the pages use the ports they name, and those that start servers are left out", file=sys.stderr)


def environment(programs: pathlib.Path) -> dict[str, str]:
    """Ours without settings of Docmill, with its programs on the path."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DOCMILL_")}
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        kept.pop(name, None)
    # A busy machine is no reason for a 504.
    return kept | {"PATH": f"{programs}:{kept['PATH']}", "LC_ALL": "C.UTF-8", "TZ": "UTC", "DOCMILL_SYNC_WAIT": "120s",
                   "PYTHONPATH": str(TOP / "clients/python")}


class Server:
    """`docmill serve` with a data directory of its own, or one that runs already."""

    def __init__(self, place: pathlib.Path, env: dict[str, str], running: list[str] | None = None):
        self.url, self.data, self.env = running[0] if running else URL, pathlib.Path(running[1]) if running else place / "data", env
        self.log, self.process = place / "serve.log", None
        if not running:
            self._start()

    def _start(self) -> None:
        command = ["docmill", "serve", "--data", str(self.data), "--egress-allow", "127.0.0.0/8"]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=self.env)
        self._wait()

    def _wait(self) -> None:
        end = time.monotonic() + START_LIMIT
        while time.monotonic() < end and self.process.poll() is None:
            try:
                urllib.request.urlopen(self.url + "/health/ready", timeout=5).close()
                return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        self.stop()
        sys.exit("docmill serve did not become ready:\n" + self.log.read_text())

    def key(self, tenant: str) -> str:
        command = ["docmill", "key", "create", "--data", str(self.data), "--tenant", tenant]
        made = subprocess.run(command, capture_output=True, text=True, env=self.env, timeout=60)
        if made.returncode:
            raise RuntimeError("key create: " + made.stderr)
        return made.stdout.strip().split("\n")[-1]

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def script(found: list[tutorial.Block], place: pathlib.Path) -> str:
    """One shell for all blocks of a page. Each is read from its file, what it prints goes to another, its status to a third; the first
    block that ends otherwise than it should ends the page."""
    lines = ["set -o pipefail"]
    for i, block in enumerate(found):
        command, file = block.command(f"{place}/{i}")
        pathlib.Path(file).write_text(block.code)
        run = f'{{ {command}; }} >"{place}/{i}.out" 2>&1 </dev/null'
        if block.status == 0:  # every command counts: a shell that is told so ends at the first that fails
            lines += [f"set -e; {run}; set +e; echo 0 >\"{place}/{i}.status\""]
        else:
            lines += [f'( set -e; {run} ); code=$?; echo $code >"{place}/{i}.status"; [ $code = {block.status} ] || exit 1']
    return "\n".join(lines) + "\n"


def complaint(found: list[tutorial.Block], place: pathlib.Path, name: str) -> str:
    """What went otherwise than the page says; empty when nothing did."""
    for i, block in enumerate(found):
        out, status = place / f"{i}.out", place / f"{i}.status"
        printed = out.read_text(errors="replace") if out.exists() else ""
        code = int(status.read_text()) if status.exists() else None
        if code != block.status:
            ended = "a command failed" if code is None else f"status {code}"
            return f"{name}:{block.line}: {ended}, not {block.status}\n{block.code}--- it printed\n{printed}"
        if block.expected is not None and not tutorial.matches(block.expected, printed):
            return f"{name}:{block.line}: it prints something else\n--- expected\n{block.expected}\n--- printed\n{printed}"
    return ""


def show(found: list[tutorial.Block], place: pathlib.Path, name: str) -> None:
    for i, block in enumerate(found):
        out = place / f"{i}.out"
        print(f"## {name}:{block.line}\n{block.code}-->\n{out.read_text(errors='replace') if out.exists() else '(not run)'}")


def end_group(process: subprocess.Popen) -> None:
    """Ends what a page left running: servers it started in the background have its process group. They get a moment to drain."""
    for number, patience in ((signal.SIGTERM, 5.0), (signal.SIGKILL, 0.0)):
        end = time.monotonic() + patience
        try:
            os.killpg(process.pid, number)
            while time.monotonic() < end:
                process.poll()
                os.killpg(process.pid, 0)
                time.sleep(0.05)
        except ProcessLookupError:
            return


def run_page(page: pathlib.Path, server: Server, room: pathlib.Path, shown: bool) -> tuple[str, str, float]:
    """Name, complaint and seconds of a page; no seconds when it has nothing to run."""
    name = str(page.relative_to(TOP)) if page.is_relative_to(TOP) else str(page)
    started = time.monotonic()
    text = page.read_text()
    try:
        found = tutorial.blocks(text, name)
    except tutorial.Malformed as wrong:
        return name, str(wrong), time.monotonic() - started
    if not found:
        return name, "", 0.0
    place = room / re.sub(r"\W+", "-", name)
    work = place / "work"
    work.mkdir(parents=True)
    (work / "examples").symlink_to(TOP / "examples")
    (place / "node_modules").mkdir()
    (place / "node_modules/docmill").symlink_to(TOP / "clients/javascript")
    command, env = ["bash", "-c", script(found, place)], server.env | {"HOME": str(work)}
    if text.startswith(OWN_SERVER):
        command = with_a_network_of_its_own(command)
        if command is None:
            return name, "", 0.0
    else:
        env |= {"URL": server.url, "KEY": server.key("acme"), "DOCMILL_DATA": str(server.data)}
    late = in_time(command, work, env)
    if shown:
        show(found, place, name)
    return name, (late and f"{name}: {late}\n") + complaint(found, place, name), time.monotonic() - started


def in_time(command: list[str], work: pathlib.Path, env: dict[str, str]) -> str:
    """Runs a page's shell and ends what it leaves; a complaint when it took too long."""
    process = subprocess.Popen(command, cwd=work, env=env, start_new_session=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    late = ""
    try:
        process.wait(PAGE_LIMIT)
    except subprocess.TimeoutExpired:
        late = f"not done after {PAGE_LIMIT} s"
    end_group(process)
    process.wait()
    return late


def pages() -> list[pathlib.Path]:
    """All of them; those that wait for servers of their own first, so that the others fill the time."""
    found = [TOP / "README.md", *sorted((TOP / "docs").rglob("*.md")), *sorted((TOP / "clients").glob("*/README.md"))]
    return sorted(found, key=lambda page: not page.read_text().startswith(OWN_SERVER))


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--bin", type=pathlib.Path, default=TOP / "build/release/bin", help="where docmill and its engines are")
    words.add_argument("--show", action="store_true")
    words.add_argument("--keep", action="store_true", help="keep the directories, and say where they are")
    words.add_argument("-j", type=int, default=3, help="pages at once")
    words.add_argument("--running", nargs=2, metavar=("URL", "DATA"))
    words.add_argument("pages", nargs="*", type=pathlib.Path)
    asked = words.parse_args()
    if not asked.running:
        in_a_network_of_our_own()
    room = pathlib.Path(tempfile.mkdtemp(prefix="docmill-tutorials-"))
    server = Server(room, environment(asked.bin.resolve()), asked.running)
    bad = 0
    try:
        with concurrent.futures.ThreadPoolExecutor(asked.j) as pool:
            runs = [pool.submit(run_page, page.resolve(), server, room, asked.show) for page in asked.pages or pages()]
            for run in concurrent.futures.as_completed(runs):
                name, wrong, seconds = run.result()
                bad += bool(wrong)
                if wrong or seconds:
                    print(f"{'FAILED' if wrong else 'ok    '} {name} ({seconds:.1f} s)", *([wrong] if wrong else []), sep="\n" if wrong else "")
    finally:
        server.stop()
        if asked.keep:
            print("kept:", room)
        else:
            shutil.rmtree(room, ignore_errors=True)
    print(f"{bad} pages failed" if bad else "all pages do what they say")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
