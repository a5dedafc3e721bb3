"""A support view from an OAuth scope: who asks decides what of the same record leaves the API."""

import tempfile
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from fieldveil import Key, Keyring, Policy, Veil
from fieldveil.fastapi import MaskingMiddleware

POLICY = Policy.parse("""
version: 1
context: {order: "$.order"}
classes:
  contact: {kind: email, store: {encrypt: pii}, show: email}
  card: {kind: card, store: {encrypt: pii}, show: {pan: {bin: 0, last: 4}}}
rules:
  - {path: $.email, class: contact}
  - {path: $.card, class: card}
views:
  support: {open: true}
  fraud: {extends: support, contact: reveal}
""")

# What an authorization server says of its access tokens when it is asked (RFC 7662); ask yours.
INTROSPECTION: dict[str, dict[str, Any]] = {
    "token-of-lee": {"active": True, "sub": "lee", "scope": "orders:read orders:support"},
    "token-of-kim": {"active": True, "sub": "kim", "scope": "orders:read orders:support orders:fraud"},
    "token-of-bot": {"active": True, "sub": "bot", "scope": "orders:read"},
    "token-of-old": {"active": False},
}


def scopes(request: Request) -> list[str]:
    """The scopes of the bearer token (RFC 6750); none of a token that is not active."""
    answer = INTROSPECTION.get(request.headers.get("authorization", "").removeprefix("Bearer "), {"active": False})
    return str(answer["scope"]).split() if answer["active"] else []


def main() -> None:
    """Asks for one order with four tokens."""
    keyring = Keyring.create(Path(tempfile.mkdtemp()) / "ring.json", Key(bytes(range(32))))  # keep yours in a vault
    with keyring.edit() as ring:
        ring.add_set("pii", "data")
    veil = Veil(POLICY, keyring)
    stored = veil.encrypt({"order": "A-1001", "email": "ada@example.org", "card": "4111 1111 1111 1111"})

    app = FastAPI()
    app.get("/orders/A-1001")(lambda: stored)  # the route knows nothing of views
    views = {"orders:fraud": "fraud", "orders:support": "support"}  # the first that the caller has
    app.add_middleware(MaskingMiddleware, veil=veil, views=views, scopes=scopes)
    with TestClient(app) as client:
        for token in INTROSPECTION:
            answer = client.get("/orders/A-1001", headers={"authorization": f"Bearer {token}"}).json()
            print(f"{token}: {answer['email']}, {answer['card']}")


if __name__ == "__main__":
    main()
