"""Masked responses: every JSON body leaves through the view that the caller's scopes decide.

A plain ASGI middleware, so Starlette and everything built on it are served as well.
"""

from __future__ import annotations

from typing import Any, Awaitable, Callable, Dict, Iterable, List, Mapping, MutableMapping, Optional, Tuple

from starlette.requests import Request

from ._native import Veil
from .types import MaskOptions

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

REFUSED = b'{"detail":"the response could not be masked"}'
"""The body of the answer (status 500) that is sent in the place of one that could not be masked."""


def granted(request: Request) -> Iterable[str]:
    """The scopes that Starlette's ``AuthenticationMiddleware`` granted; none without it."""
    auth = request.scope.get("auth")
    return list(getattr(auth, "scopes", ()))


def caller(request: Request) -> Dict[str, str]:
    """The audit of a request: the authenticated user's name, the method and the path."""
    user = request.scope.get("user")
    actor = str(getattr(user, "display_name", "") or "anonymous")
    return {"actor": actor, "reason": f"{request.method} {request.url.path}"}


class MaskingMiddleware:
    """Masks JSON responses by the view of the caller's first matching scope.

    Args:
        app: the application that is wrapped.
        veil: what masks; with a keyring where a view opens tokens.
        views: scope to view, in order: the first scope that the caller has decides.
        default: the view of a caller who has none of them.
        scopes: the scopes of a request; asked when the response begins, so what a dependency left in
            ``request.state`` is there.
        context: the context of a request's tokens, if there is one beside the policy's.
        audit: who asks, and why, for the observer.

    A response that is declared as JSON and cannot be masked is replaced by a 500 without its body. Responses of
    another type pass as they are.

    Example:
        app.add_middleware(MaskingMiddleware, veil=veil, views={"orders:fraud": "fraud"}, default="support")
    """

    def __init__(
        self,
        app: App,
        veil: Veil,
        views: Mapping[str, str],
        default: str = "default",
        scopes: Callable[[Request], Iterable[str]] = granted,
        context: Optional[Callable[[Request], Mapping[str, str]]] = None,
        audit: Callable[[Request], Mapping[str, str]] = caller,
    ) -> None:
        self._app = app
        self._veil = veil
        self._views = dict(views)
        self._default = default
        self._scopes = scopes
        self._context = context
        self._audit = audit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, as ASGI has it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # Who can send no path reads the file, and what it reads is masked.
        if "extensions" in scope:
            scope["extensions"] = {name: said for name, said in scope["extensions"].items() if name not in _PAST}
        response = _Response(self, Request(scope), send)
        await self._app(scope, receive, response.send)

    def view(self, request: Request) -> str:
        """The view of the first scope of the map that the caller has, else the default."""
        held = set(self._scopes(request))
        return next((view for scope, view in self._views.items() if scope in held), self._default)

    def mask(self, request: Request, body: bytes, lines: bool) -> bytes:
        """The masked body."""
        options: MaskOptions = {"view": self.view(request), "audit": dict(self._audit(request))}
        if self._context is not None:
            options["context"] = dict(self._context(request))
        if lines:
            masked = [self._veil.mask(line, **options) if line.strip() else line for line in body.split(b"\n")]
            return b"\n".join(masked)
        return self._veil.mask(body, **options)


class _Response:
    """One response on its way out: a JSON body is held back until it is whole."""

    def __init__(self, middleware: MaskingMiddleware, request: Request, send: Send) -> None:
        self._middleware = middleware
        self._request = request
        self._send = send
        self._start: Optional[Message] = None
        self._body: List[bytes] = []

    async def send(self, message: Message) -> None:
        """Takes one message of the application."""
        if message["type"] == "http.response.start" and _kind(message) is not None:
            self._start = message
        elif message["type"] == "http.response.body" and self._start is not None:
            self._body.append(message.get("body", b""))
            if not message.get("more_body", False):
                await self._finish(self._start, b"".join(self._body))
        elif message["type"] not in _PAST or self._start is None:
            await self._send(message)

    async def _finish(self, start: Message, body: bytes) -> None:
        try:
            if any(name.lower() == b"content-encoding" for name, _ in start["headers"]):
                raise ValueError("a compressed body cannot be masked; compress outside of this middleware")
            if body:
                body = self._middleware.mask(self._request, body, _kind(start) == "lines")
        except Exception:
            start = {"type": "http.response.start", "status": 500, "headers": [(b"content-type", b"application/json")]}
            body = REFUSED
        # An entity tag of the unmasked body would tell two of them apart.
        headers = [pair for pair in start["headers"] if pair[0].lower() not in (b"content-length", b"etag")]
        headers.append((b"content-length", str(len(body)).encode()))
        await self._send({**start, "headers": headers})
        await self._send({"type": "http.response.body", "body": body, "more_body": False})


_PAST = frozenset(("http.response.pathsend", "http.response.zerocopysend"))
"""The extensions of ASGI by which the server sends a file itself, past every middleware."""

_LINES = frozenset((b"application/x-ndjson", b"application/ndjson", b"application/jsonl", b"application/x-jsonlines"))
"""The content types of JSON lines."""


def _kind(start: Message) -> Optional[str]:
    """``json``, ``lines``, or nothing that is masked."""
    headers: Iterable[Tuple[bytes, bytes]] = start.get("headers", ())
    for name, value in headers:
        if name.lower() == b"content-type":
            media = value.split(b";")[0].strip().lower()
            if media in _LINES:
                return "lines"
            # More than the names of WHATWG MIME Sniffing, section 4.6: a name of one's own, or a comma for a
            # semicolon, must let no body pass.
            if b"json" in media:
                return "json"
    return None
