"""The Python client: what it does when things fail, and calls to a real service where DOCMILL_URL and DOCMILL_KEY name one."""

import hashlib
import hmac
import io
import json
import os
import sys
import tempfile
import threading
import unittest
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from docmill import Docmill, Job, NamedFile, Problem, Result, verify_callback  # noqa: E402
from docmill._form import Address, Form  # noqa: E402

SOURCE = Path(__file__).resolve().parents[3]


class Fake:
    """A service that gives the prepared answers in turn and remembers what it was asked."""

    def __init__(self, answers):
        self.asked = []
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                fake.asked.append((self.command, self.path, dict(self.headers), body))
                given = answers.pop(0)
                if given == "cut":
                    self.connection.shutdown(2)
                    return
                status, headers, text = given
                self.send_response(status)
                for name, value in {"Content-Length": str(len(text)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(text)

            do_GET = do_POST = do_DELETE = answer

            def log_message(self, *_):
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()


def problem(status, code, **more):
    return status, {"Retry-After": "0"}, json.dumps({"status": status, "code": code, "detail": f"{code}.", **more}).encode()


FINISHED = 200, {}, json.dumps({"link": "http://127.0.0.1:1/d/x", "jobId": "j", "expiresAt": "2026-11-28T18:00:00Z"}).encode()


class WithoutService(unittest.TestCase):
    def fake(self, *answers):
        made = Fake(list(answers))
        self.addCleanup(made.close)
        return made

    def test_what_fails_in_passing_is_sent_again_with_the_same_key_and_body(self):
        fake = self.fake("cut", problem(503, "unavailable"), FINISHED)
        result = Docmill(fake.url, "k").pdf.compress(file=io.BytesIO(b"%PDF-1.7"))
        self.assertEqual(result.job_id, "j")
        self.assertEqual(result.expires_at.hour, 18)
        self.assertEqual(len(fake.asked), 3)
        self.assertEqual(len({headers["Idempotency-Key"] for _, _, headers, _ in fake.asked}), 1)
        self.assertEqual(len({body for _, _, _, body in fake.asked}), 1)
        self.assertEqual(fake.asked[0][2]["Authorization"], "k")

    def test_what_is_wrong_is_raised_with_every_field(self):
        fake = self.fake(problem(400, "bad_request", phase="form", requestId="r1", retryable=False))
        with self.assertRaises(Problem) as raised:
            Docmill(fake.url, "k").pdf.compress(file=b"x")
        found = raised.exception
        self.assertEqual((found.status, found.code, str(found), found.phase, found.request_id, found.retryable), (400, "bad_request", "bad_request.", "form", "r1", False))
        self.assertEqual(len(fake.asked), 1)

    def test_an_answer_of_a_proxy_is_a_problem_too(self):
        fake = self.fake((404, {}, b"<html>"))
        with self.assertRaises(Problem) as raised:
            Docmill(fake.url, "k", retries=0).profile()
        self.assertEqual(raised.exception.code, "http_404")

    def test_a_call_that_outlasts_the_services_patience_goes_on_as_a_job(self):
        late = 504, {"Location": "/api/v2/pdf/jobs/compress/j1"}, json.dumps({"code": "sync_timeout", "jobId": "j1"}).encode()
        fake = self.fake(late, (202, {"Retry-After": "0"}, b""), FINISHED)
        self.assertIsInstance(Docmill(fake.url, "k").pdf.compress(file=b"x"), Result)
        self.assertEqual([method for method, *_ in fake.asked], ["POST", "GET", "GET"])

    def test_waiting_has_an_end(self):
        fake = self.fake((202, {"Retry-After": "30"}, b""))
        with self.assertRaises(TimeoutError):
            Docmill(fake.url, "k").job(fake.url + "/j1").wait(timeout=1)

    def test_the_key_is_not_shown_to_another_host(self):
        other = self.fake((200, {}, b"bytes"))
        fake = self.fake((200, {}, json.dumps({"link": other.url + "/d/x", "jobId": "j"}).encode()))
        self.assertEqual(Docmill(fake.url, "secret").pdf.compress(file=b"x").bytes(), b"bytes")
        self.assertNotIn("Authorization", other.asked[0][2])

    def test_a_form_says_what_each_kind_of_value_is(self):
        form = Form({"File": [NamedFile(b"a", 'q"1.pdf'), b"b"], "Data": {"x": "ä"}, "Flag": True, "Pages": None, "Other": Address("http://a/b")})
        body = b"".join(form)
        self.assertEqual(len(body), form.length)
        self.assertIn(b'name="File"; filename="q%221.pdf"', body)
        self.assertEqual(body.count(b'name="File"'), 2)
        self.assertIn('{"x": "ä"}'.encode(), body)
        self.assertIn(b'name="Flag"\r\n\r\ntrue', body)
        self.assertIn(b'name="OtherUrl"\r\n\r\nhttp://a/b', body)
        self.assertNotIn(b"Pages", body)

    def test_callbacks_are_believed_when_they_are_signed_whole_and_recent(self):
        body, now = b'{"jobId":"j"}', 1_800_000_000
        stamp = str(now - 10)
        signature = "v1=" + hmac.new(b"cb_1", stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        self.assertTrue(verify_callback("cb_1", body, stamp, signature, now=now))
        self.assertTrue(verify_callback("cb_1", body.decode(), stamp, signature, now=now))
        self.assertFalse(verify_callback("cb_1", body + b" ", stamp, signature, now=now))
        self.assertFalse(verify_callback("cb_2", body, stamp, signature, now=now))
        self.assertFalse(verify_callback("cb_1", body, stamp, signature, now=now + 300))
        self.assertFalse(verify_callback("cb_1", body, stamp, "v1=ä", now=now))
        self.assertFalse(verify_callback("cb_1", body, None, signature, now=now))


@unittest.skipUnless("DOCMILL_URL" in os.environ, "no service is named")
class WithService(unittest.TestCase):
    def setUp(self):
        self.client = Docmill(os.environ["DOCMILL_URL"], os.environ["DOCMILL_KEY"])
        self.pdf = SOURCE / "tests/actions/documents/pages.pdf"

    def test_documents_are_made_and_saved(self):
        merged = self.client.pdf.merge(file=[self.pdf, NamedFile(self.pdf.read_bytes(), "b.pdf")], generate_bookmarks=True)
        self.assertEqual((merged.pages, merged.documents), (8, 1))
        with tempfile.TemporaryDirectory() as folder:
            path = merged.save(folder)
            self.assertTrue(path.endswith(".pdf"))
            self.assertEqual(Path(path).read_bytes()[:5], b"%PDF-")
        with merged.open() as document:
            self.assertEqual(document.read(5), b"%PDF-")
        with self.pdf.open("rb") as file:
            self.assertEqual(len(self.client.pdf.split(file=file, type="SplitByPages", pages_in_chunk=3).links), 2)

    def test_questions_are_answered_as_they_are(self):
        self.assertEqual(self.client.regex.test(text="Order 12", pattern=r"\d+"), {"isSuccess": True})
        page = self.client.generate.from_html(file=NamedFile(b"<p>{{name}}</p>", "a.html"), data={"name": "Mina"})
        self.assertIn(b"Mina", page.bytes())
        self.assertEqual(self.client.profile()["shortUserId"], "acme")

    def test_problems_are_raised(self):
        with self.assertRaises(Problem) as raised:
            self.client.pdf.delete_pages(file=self.pdf, pages="5-2")
        self.assertEqual((raised.exception.status, raised.exception.code), (400, "bad_request"))
        with self.assertRaises(Problem) as raised:
            Docmill(os.environ["DOCMILL_URL"], "wrong").profile()
        self.assertEqual(raised.exception.status, 401)

    def test_a_job_is_started_found_again_and_removed(self):
        fields = {"File": self.pdf, "ExtractRange": "4;1"}
        job = self.client.start("pdf/extract-pages", fields, idempotency_key="python-1")
        self.assertEqual(self.client.start("pdf/extract-pages", fields, idempotency_key="python-1").id, job.id)
        found = self.client.job(job.location)
        self.assertIsInstance(found, Job)
        self.assertEqual(found.wait(timeout=120).pages, 2)
        found.cancel()
        with self.assertRaises(Problem) as raised:
            found.poll()
        self.assertEqual(raised.exception.status, 410)

    def test_a_process_is_made_started_and_removed(self):
        made = self.client.processes.make(NamedFile(b"<p>{{name}}</p>", "letter.html"), "Letters", Mode="Active")
        open_client = Docmill(os.environ["DOCMILL_URL"])  # whoever has the address needs no key
        self.assertIn(b"Ada", open_client.processes.start(made, {"name": "Ada"}).bytes())
        self.assertIn(b"Bob", self.client.processes.start_job(made, {"name": "Bob"}).wait(timeout=120).bytes())
        self.client.processes.remove(made["id"])
        self.assertNotIn(made["id"], [one["id"] for one in self.client.processes.list()])


if __name__ == "__main__":
    unittest.main()
