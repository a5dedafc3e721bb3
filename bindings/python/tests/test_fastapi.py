"""Responses leave through the view that the caller's scopes decide."""

import asyncio
import pathlib
from typing import Any

import pytest

fastapi = pytest.importorskip("fastapi")
pytest.importorskip("httpx2")

from fastapi.responses import FileResponse, PlainTextResponse, Response, StreamingResponse  # noqa: E402
from fastapi.testclient import TestClient  # noqa: E402

from fieldveil import Veil  # noqa: E402
from fieldveil.fastapi import REFUSED, MaskingMiddleware  # noqa: E402

RECORD = {"email": "maria@example.org", "card": {"number": "4111111111111111"}, "n": 1}


JSON_NAMES = ["application/json, charset=utf-8", "application/x-json", "application/json-seq", "APPLICATION/JSON5"]


@pytest.fixture(scope="module")
def client(veil: Veil) -> Any:
    app = fastapi.FastAPI()
    app.add_middleware(
        MaskingMiddleware,
        veil=veil,
        views={"orders:full": "full", "orders:support": "support"},
        scopes=lambda request: request.headers.get("x-scopes", "").split(),
    )
    stored = veil.encrypt(RECORD)
    app.get("/stored")(lambda: stored)
    app.get("/plain")(lambda: RECORD)
    app.get("/text")(lambda: PlainTextResponse("maria@example.org"))
    app.get("/broken")(lambda: Response('{"email": maria@example.org', media_type="application/json"))
    app.get("/zip")(lambda: Response(b"{}", media_type="application/json", headers={"content-encoding": "br"}))
    app.get("/legacy")(lambda: Response('{"email":"maria@example.org"}', media_type="text/json"))
    for at, media in enumerate(JSON_NAMES):
        app.get(f"/named/{at}")(lambda media=media: Response('{"email":"maria@example.org"}', media_type=media))
    app.get("/lines")(
        lambda: StreamingResponse(iter(['{"email":"a@b.c"}\n', '{"n":1}\n']), media_type="application/x-ndjson")
    )
    with TestClient(app) as client:
        yield client


@pytest.mark.parametrize(
    ("path", "scopes", "email"),
    [
        ("/stored", "", "[REDACTED]"),
        ("/plain", "", "m***@example.org"),
        ("/stored", "orders:support", "m***@example.org"),
        ("/stored", "other orders:support orders:full", "maria@example.org"),
    ],
)
def test_the_first_scope_of_the_map_decides(client: Any, path: str, scopes: str, email: str) -> None:
    answer = client.get(path, headers={"x-scopes": scopes})
    assert answer.json()["email"] == email
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert "_fv" not in answer.json() and answer.json()["n"] == 1


def test_what_cannot_be_masked_is_refused(client: Any) -> None:
    for path in ("/broken", "/zip"):
        answer = client.get(path, headers={"accept-encoding": "identity"})
        assert (answer.status_code, answer.content) == (500, REFUSED)


def test_no_name_of_json_lets_a_body_past(client: Any) -> None:
    for at, media in enumerate(JSON_NAMES):
        assert client.get(f"/named/{at}").text == '{"email":"m***@example.org"}', media


def test_other_types_pass_and_lines_are_masked(client: Any) -> None:
    assert client.get("/text").text == "maria@example.org"
    assert client.get("/lines").text == '{"email":"***@b.c"}\n{"n":1}\n'
    assert client.get("/legacy").text == '{"email":"m***@example.org"}'
    assert client.get("/missing").status_code == 404


def test_a_file_is_read_and_masked_where_the_server_would_send_it(veil: Veil, tmp_path: pathlib.Path) -> None:
    file = tmp_path / "record.json"
    file.write_text('{"email":"maria@example.org"}')

    def sent(app: Any) -> Any:
        messages = []

        async def receive() -> Any:
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            messages.append(message)

        scope: Any = {"type": "http", "asgi": {"spec_version": "2.4"}, "method": "GET", "path": "/", "headers": []}
        scope["extensions"] = {"http.response.pathsend": {}, "http.response.trailers": {}}
        asyncio.run(MaskingMiddleware(app, veil=veil, views={})(scope, receive, send))
        return messages

    start, body = sent(FileResponse(file))
    assert (start["status"], body["body"]) == (200, b'{"email":"m***@example.org"}')

    async def stubborn(scope: Any, receive: Any, send: Any) -> None:
        assert list(scope["extensions"]) == ["http.response.trailers"]
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
        await send({"type": "http.response.pathsend", "path": str(file)})

    assert sent(stubborn) == []
