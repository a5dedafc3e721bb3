"""What an observer hears of: everything that is done, never a value, and never at the price of a call."""

import gc
import pathlib
import sys
import threading
import weakref
from typing import Any

import pytest

import fieldveil
from fieldveil import Key, Keyring, Policy, Veil, errors

KEY = Key(bytes(range(32)))
AUDIT = {"actor": "maria", "reason": "ticket 7"}
NAMES = {"action", "count", "keys", "view", "outcome", "actor", "reason", "ring", "epoch"}


def test_every_verb_is_heard_of(policy: Policy, keyring: Keyring) -> None:
    events: list[Any] = []
    veil = Veil(policy, keyring, observer=events.append)
    stored = veil.encrypt({"email": "maria@example.org"}, audit=AUDIT)
    veil.decrypt(stored)
    veil.reencrypt(stored)
    veil.mask(stored, view="full", audit={"actor": "fraud"})
    assert [event["action"] for event in events] == ["encrypted", "decrypted", "reencrypted", "masked", "revealed"]
    assert all(set(event) == NAMES and event["outcome"] is None for event in events)
    primary = keyring.status()["primaries"]["pii"]
    assert events[0]["keys"] == [{"set": "pii", "id": primary, "count": 1}]
    assert (events[0]["actor"], events[0]["reason"]) == ("maria", "ticket 7")
    assert (events[3]["view"], events[3]["actor"], events[4]["count"]) == ("full", "fraud", 1)
    assert "maria@" not in repr(events) and "fv1." not in repr(events)


def test_an_object_with_a_method(policy: Policy) -> None:
    class Log:
        def __init__(self) -> None:
            self.events: list[fieldveil.Event] = []

        def observe(self, event: fieldveil.Event, /) -> None:
            self.events.append(event)

    log = Log()
    Veil(policy, observer=log).mask({})
    assert [event["action"] for event in log.events] == ["masked"]
    with pytest.raises(TypeError, match="observe"):
        Veil(policy, observer=42)  # type: ignore[arg-type]


def test_a_failure_is_heard_of_by_its_code(policy: Policy, keyring: Keyring) -> None:
    events: list[Any] = []
    with pytest.raises(errors.NotEncryptedError):
        Veil(policy, keyring, observer=events.append).decrypt({"email": "maria@example.org"})
    assert [(event["action"], event["outcome"]) for event in events] == [("decrypted", "not_encrypted")]


def test_an_observer_that_raises_breaks_no_call(policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", seen.append)

    def broken(event: Any) -> None:
        raise RuntimeError("no disk")

    veil = Veil(policy, observer=broken)
    assert veil.mask({"email": "maria@example.org"}) == {"email": "m***@example.org"}
    assert veil.mask_many([{}] * 100) == [{}] * 100
    assert [str(it.exc_value) for it in seen] == ["no disk"] * 101


def test_a_batch_is_heard_of_record_by_record(policy: Policy, keyring: Keyring) -> None:
    lock, events = threading.Lock(), []

    def observe(event: Any) -> None:
        with lock:
            events.append(event["action"])

    Veil(policy, [keyring], observe).encrypt_many([{"email": f"u{n}@example.org"} for n in range(200)])
    assert events == ["encrypted"] * 200


def test_reloads_are_heard_of(tmp_path: pathlib.Path, policy: Policy) -> None:
    path = tmp_path / "ring.json"
    writer = Keyring.create(path, KEY)
    reader = Keyring.open(path, KEY)
    events: list[Any] = []
    veil = Veil(policy, reader, observer=events.append)
    with writer.edit() as ring:
        ring.add_set("pii", "data")
    reader.reload()
    path.unlink()
    with pytest.raises(errors.IoError):
        reader.reload()
    assert [(it["action"], it["ring"], it["epoch"], it["outcome"]) for it in events] == [
        ("reloaded", reader.status()["id"], 2, None),
        ("reloaded", reader.status()["id"], 2, "io"),
    ]
    del veil


def test_an_observer_may_use_the_veil_and_is_let_go_with_it(policy: Policy) -> None:
    class Echo:
        veil: Any = None
        masked: Any = None

        def __call__(self, event: Any) -> None:
            if self.masked is None:
                self.masked = ""
                self.masked = self.veil.mask_text("maria@example.org")

    echo = Echo()
    echo.veil = Veil(policy, observer=echo)
    echo.veil.mask({})
    assert echo.masked == "[email]"
    gone = weakref.ref(echo)
    echo.veil = None
    del echo
    gc.collect()
    assert gone() is None
