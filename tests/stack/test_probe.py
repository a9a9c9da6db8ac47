"""The probe of health checks asks as the proxy does, and believes nothing but a good answer."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from cms.stack import probe
from cms.stack.processes import free_port


class Web(BaseHTTPRequestHandler):
    """Answers as production does: only by its own name, and only by https."""

    def do_GET(self) -> None:
        if self.headers["Host"] != "centre.example.jp":
            self.send_response(400)
        elif self.headers["X-Forwarded-Proto"] != "https":
            self.send_response(301)
        else:
            self.send_response(503 if self.path == "/-/ready" else 200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def web() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Web)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("hosts", "path", "code"),
    [
        ("centre.example.jp,www.centre.example.jp", "/-/live", 0),
        ("*,.centre.example.jp", "/-/live", 0),
        ("centre.example.jp", "/-/ready", 1),
        ("other.example.jp", "/-/live", 1),
        ("", "/-/live", 1),
    ],
)
def test_only_a_good_answer_counts(web: str, monkeypatch: pytest.MonkeyPatch, hosts: str, path: str, code: int) -> None:
    monkeypatch.setenv("CMS_ALLOWED_HOSTS", hosts)
    assert probe.main([web + path]) == code


def test_nobody_there_is_not_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert probe.main([f"http://127.0.0.1:{free_port(first=45000)}/-/live"]) == 1
    assert "no answer" in capsys.readouterr().out
