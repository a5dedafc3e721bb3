"""Fieldveil from Python, beside what a user would write or take instead: `python benches/python/bench.py`.

In an environment with `pip install ./bindings/python -r benches/python/requirements.txt`. Rounds of all candidates
are interleaved; the least of them counts, as the machine's other work only ever adds. With the folder of the public
documents in FIELDVEIL_TEST_DATA (`json/twitter.json`), the large one is measured as well. `--only many` takes batches
and lines alone, on one core and on all: there the ratio is that of the medians, as a round on two cores is only as quick
as the slower of them.
"""

from __future__ import annotations

import argparse
import base64
import copy
import importlib
import io
import json
import os
import pathlib
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

from fieldveil import Key, Keyring, Policy, Veil

POLICY = """
version: 1
classes:
  name: { store: { encrypt: pii }, show: redact }
  contact: { store: { encrypt: pii }, show: email }
  card: { store: { encrypt: pii }, show: { pan: { bin: 0, last: 4 } } }
  phone: { store: { encrypt: pii }, show: phone }
rules:
  - { path: "$.customer.name", class: name }
  - { path: "$.customer.email", class: contact }
  - { path: "$.payments[*].card.number", class: card }
  - { path: "$.shipping.phone", class: phone }
"""
TWITTER = """
version: 1
rules:
  - { path: "$.statuses[*].user.screen_name", show: redact }
  - { path: "$.statuses[*].user.location", show: redact }
  - { path: "$..retweeted_status.user.name", show: redact }
"""
RECORD: dict[str, Any] = {
    "id": "ord_8213377", "created": "2026-11-22T06:30:00Z", "status": "paid", "currency": "EUR", "total": 148.9,
    "customer": {"id": 88213, "name": "Maria Garcia-Lopez", "email": "maria.garcia@example.org", "tier": "gold", "newsletter": True},
    "shipping": {"street": "Hauptstrasse 7", "city": "Berlin", "zip": "10115", "country": "DE", "phone": "+49 30 1234567", "method": "express"},
    "payments": [
        {"kind": "card", "amount": 100.0, "card": {"brand": "visa", "number": "4111 1111 1111 1111", "expires": "2028-04"}},
        {"kind": "card", "amount": 48.9, "card": {"brand": "mastercard", "number": "5500 0055 5555 5559", "expires": "2027-11"}},
    ],
    "items": [
        {"sku": "A-1001", "title": "Espresso machine, 15 bar, steel", "quantity": 1, "price": 119.0, "tags": ["kitchen", "coffee"]},
        {"sku": "B-2044", "title": "Coffee beans, 1 kg", "quantity": 2, "price": 14.95, "tags": ["coffee"]},
    ],
    "notes": ["leave at the door", "gift wrapping"], "channel": "web",
}


def fields(record: dict[str, Any]) -> list[tuple[dict[str, Any], str]]:
    """What hand-written code knows of the record: its five fields."""
    customer = record["customer"]
    cards = [(payment["card"], "number") for payment in record["payments"]]
    return [(customer, "name"), (customer, "email"), *cards, (record["shipping"], "phone")]


def shown(name: str, value: str) -> str:
    """Hand-written masks."""
    if name == "email":
        local, _, domain = value.partition("@")
        return f"{local[:1]}***@{domain}"
    if name == "number":
        return "**** **** **** " + value[-4:]
    if name == "phone":
        return value[:3] + "*" * (len(value) - 7) + value[-4:]
    return "[REDACTED]"


def masked_in_place(record: dict[str, Any]) -> dict[str, Any]:
    for holder, name in fields(record):
        holder[name] = shown(name, holder[name])
    return record


def masked_copy(record: dict[str, Any]) -> dict[str, Any]:
    """The containers on the way are copied, the rest is shared: the fastest that leaves the caller's object alone."""
    copied = {**record, "customer": {**record["customer"]}, "shipping": {**record["shipping"]}}
    copied["payments"] = [{**payment, "card": {**payment["card"]}} for payment in record["payments"]]
    return masked_in_place(copied)


class Bench:
    """Candidates by name, in interleaved rounds."""

    def __init__(self, rounds: int) -> None:
        self.rounds = rounds
        self.rows: dict[str, list[float]] = {}

    def run(self, candidates: dict[str, Callable[[], Any]]) -> None:
        """Times each; the calls of a round take some 5 ms."""
        times = {}
        for name, call in candidates.items():
            began = time.perf_counter()
            call()
            times[name] = max(1, int(0.005 / (time.perf_counter() - began + 1e-9)))
        taken: dict[str, list[float]] = {name: [] for name in candidates}
        for _ in range(self.rounds):
            for name, call in candidates.items():
                calls = range(times[name])
                began = time.perf_counter()
                for _ in calls:
                    call()
                taken[name].append((time.perf_counter() - began) / times[name])
        for name, seconds in taken.items():
            print(f"  {name:<58} {min(seconds) * 1e6:>10.2f} µs")
        self.rows.update(taken)

    def ratio(self, goal: str, ours: str, theirs: str, of: Callable[[list[float]], float] = min) -> None:
        """How many times as fast as something else."""
        print(f"  {goal:<58} {of(self.rows[theirs]) / of(self.rows[ours]):>10.2f} ×")


def records(bench: Bench, veil: Veil, keyring: Keyring) -> None:
    import orjson
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    text = orjson.dumps(RECORD)
    cipher = AESGCM(bytes(range(32)))

    def sealed(value: str) -> str:
        nonce = os.urandom(12)
        return base64.b64encode(nonce + cipher.encrypt(nonce, value.encode(), None)).decode()

    def opened(value: str) -> str:
        raw = base64.b64decode(value)
        return cipher.decrypt(raw[:12], raw[12:], None).decode()

    def by_hand(change: Callable[[str], str], document: bytes) -> bytes:
        record = orjson.loads(document)
        for holder, name in fields(record):
            holder[name] = change(holder[name])
        return orjson.dumps(record)

    theirs, ours, value = by_hand(sealed, text), veil.encrypt(text), "maria.garcia@example.org"
    stored = veil.encrypt(RECORD)
    token, theirs_value, place = keyring.encrypt_value("pii", value, binding=None), sealed(value), ["users", "email"]
    print(f"record: {len(text)} bytes, 5 fields by 4 paths")
    candidates: dict[str, Callable[[], Any]] = {
        "mask(bytes)": lambda: veil.mask(text),
        "mask by hand: orjson": lambda: orjson.dumps(masked_in_place(orjson.loads(text))),
        "encrypt(bytes)": lambda: veil.encrypt(text),
        "encrypt by hand: orjson, AESGCM": lambda: by_hand(sealed, text),
        "decrypt(bytes)": lambda: veil.decrypt(ours),
        "decrypt by hand: orjson, AESGCM": lambda: by_hand(opened, theirs),
        "mask(dict)": lambda: veil.mask(RECORD),
        "mask(dict) by hand, containers on the way copied": lambda: masked_copy(RECORD),
        "mask(dict) by hand, copy.deepcopy": lambda: masked_in_place(copy.deepcopy(RECORD)),
        "encrypt(dict)": lambda: veil.encrypt(RECORD),
        "decrypt(dict)": lambda: veil.decrypt(stored),
        "encrypt_value": lambda: keyring.encrypt_value("pii", value, binding=place),
        "one value by hand: AESGCM, urandom, base64": lambda: sealed(value),
        "decrypt_value": lambda: keyring.decrypt_value(token, binding=None),
        "open one value by hand": lambda: opened(theirs_value),
    }
    candidates |= rivals(text)
    bench.run(candidates)
    bench.ratio("S6 mask(bytes), goal 7", "mask(bytes)", "mask by hand: orjson")
    bench.ratio("S6 encrypt(bytes), goal 6", "encrypt(bytes)", "encrypt by hand: orjson, AESGCM")
    bench.ratio("S6 one value, goal 1", "encrypt_value", "one value by hand: AESGCM, urandom, base64")
    bench.ratio("S7 mask(dict), goal 1: containers copied", "mask(dict)", "mask(dict) by hand, containers on the way copied")
    bench.ratio("S7 mask(dict), goal 1: deepcopy", "mask(dict)", "mask(dict) by hand, copy.deepcopy")


def rivals(text: bytes) -> dict[str, Callable[[], Any]]:
    """Those that are installed."""
    found: dict[str, Callable[[], Any]] = {}
    try:
        paths = ["$.customer.name", "$.customer.email", "$.payments[*].card.number", "$.shipping.phone"]
        parsed = [importlib.import_module("jsonpath_ng").parse(path) for path in paths]

        def by_path() -> str:
            record = json.loads(text)
            for path in parsed:
                path.update(record, "[REDACTED]")
            return json.dumps(record)

        found["json, jsonpath-ng"] = by_path
        masking = importlib.import_module("aws_lambda_powertools.utilities.data_masking").DataMasking()
        found["Powertools DataMasking.erase"] = lambda: masking.erase(text.decode(), fields=paths)
    except ImportError as missing:
        print(f"  not installed: {missing.name}")
    return found


def twitter(bench: Bench) -> None:
    import orjson

    folder = os.environ.get("FIELDVEIL_TEST_DATA")
    file = pathlib.Path(folder or "../shared/data") / "json/twitter.json"
    if not file.exists():
        print(f"skipped: no {file.name}; name its folder in FIELDVEIL_TEST_DATA")
        return
    text, veil = file.read_bytes(), Veil(Policy.parse(TWITTER))

    def by_hand() -> bytes:
        document = orjson.loads(text)
        for status in document["statuses"]:
            status["user"]["screen_name"] = status["user"]["location"] = "[REDACTED]"
            if "retweeted_status" in status:
                status["retweeted_status"]["user"]["name"] = "[REDACTED]"
        return orjson.dumps(document)

    print(f"twitter: {len(text)} bytes, 3 paths, one with ..")
    bench.run({"twitter: mask(bytes)": lambda: veil.mask(text), "twitter: by hand: orjson": by_hand})
    bench.ratio("twitter", "twitter: mask(bytes)", "twitter: by hand: orjson")


def many(bench: Bench, veil: Veil) -> None:
    """Batches and lines on one core and on all; the memory of lines. No two records are the same object."""
    records = [{**RECORD, "id": f"ord_{number}"} for number in range(20_000)]
    batch, cores = [json.dumps(record).encode() for record in records], os.sched_getaffinity(0)
    lines = b"".join(record + b"\n" for record in batch)
    stored, dicts = veil.encrypt_many(batch), copy.deepcopy(records[:2000])

    def on(chosen: set[int], call: Callable[[], Any]) -> Callable[[], Any]:
        def pinned() -> Any:
            os.sched_setaffinity(0, chosen)
            try:
                return call()
            finally:
                os.sched_setaffinity(0, cores)

        return pinned

    verbs: dict[str, Callable[[], Any]] = {
        "mask_many, 20,000 records": lambda: veil.mask_many(batch),
        "encrypt_many, 20,000 records": lambda: veil.encrypt_many(batch),
        "decrypt_many, 20,000 records": lambda: veil.decrypt_many(stored),
        "encrypt_many, 2,000 records": lambda: veil.encrypt_many(batch[:2000]),
        "encrypt_many, 2,000 dicts": lambda: veil.encrypt_many(dicts),
        "mask_lines, 20,000 records": lambda: veil.mask_lines(io.BytesIO(lines), io.BytesIO()),
        "encrypt_lines, 20,000 records": lambda: veil.encrypt_lines(io.BytesIO(lines), io.BytesIO()),
    }
    print(f"many: one core and {len(cores)}")
    one = {f"{name}, one core": on({min(cores)}, call) for name, call in verbs.items()}
    bench.run({**one, **verbs})
    for name in verbs:
        bench.ratio(f"S9 {name}, goal 1.8", name, f"{name}, one core", statistics.median)
    with tempfile.TemporaryFile() as file, open(os.devnull, "wb") as sink:
        for size in (20_000, 200_000):
            for _ in range(size // 20_000):
                file.write(lines)
            file.seek(0)
            veil.mask_lines(file, sink)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(f"  peak memory after {file.tell() >> 20} MiB of lines {peak:>30} MiB")
            file.seek(0)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=21)
    arguments.add_argument("--only", choices=["record", "twitter", "many"], help="one part; else all of them")
    chosen = arguments.parse_args()
    bench = Bench(chosen.rounds)
    with tempfile.TemporaryDirectory() as folder:
        keyring = Keyring.create(pathlib.Path(folder) / "ring.json", Key(bytes(range(32))))
        with keyring.edit() as ring:
            ring.add_set("pii", "data")
        veil = Veil(Policy.parse(POLICY), keyring)
        print(f"Python {sys.version.split()[0]}, least of {bench.rounds} interleaved rounds")
        if chosen.only in (None, "record"):
            records(bench, veil, keyring)
        if chosen.only in (None, "twitter"):
            twitter(bench)
        if chosen.only in (None, "many"):
            many(bench, veil)


if __name__ == "__main__":
    main()
