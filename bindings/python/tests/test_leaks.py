"""A million calls leave no object and no memory behind."""

from __future__ import annotations

import gc
import pathlib
import sys
from collections.abc import Callable
from typing import Any

import pytest

from fieldveil import Keyring, Policy, Veil, errors

TEXT = b'{"email":"maria@example.org","total":12.5}'


def resident() -> int:
    """Bytes of memory that this process holds."""
    return int(pathlib.Path("/proc/self/statm").read_text().split()[1]) * 4096


@pytest.mark.skipif(not pathlib.Path("/proc/self/statm").exists(), reason="no /proc here")
def test_a_million_calls(veil: Veil, keyring: Keyring, policy: Policy) -> None:
    stored, record = veil.encrypt(TEXT), {"email": "maria@example.org", "total": 12.5}
    token = keyring.encrypt_value("pii", "maria", binding=["users", "email"])
    context = {"tenant": "acme"}
    watched = Veil(policy, keyring, observer=lambda event: None)

    def fail() -> None:
        try:
            veil.decrypt(TEXT)
        except errors.NotEncryptedError:
            pass

    calls: list[tuple[int, Callable[[], Any]]] = [
        (400_000, lambda: veil.mask(TEXT)),
        (200_000, lambda: veil.encrypt(TEXT, context)),
        (100_000, lambda: veil.decrypt(stored)),
        (100_000, lambda: veil.mask(record)),
        (100_000, lambda: keyring.decrypt_value(token, binding=["users", "email"])),
        (50_000, lambda: keyring.encrypt_value("pii", record, context, binding=None)),
        (30_000, fail),
        (20_000, lambda: watched.mask_with_report(TEXT, view="full", context=context)),
    ]
    for _, call in calls:
        for _ in range(2000):
            call()
    gc.collect()
    before = [sys.getrefcount(it) for it in (veil, TEXT, record, token, context, None)]
    objects, memory = len(gc.get_objects()), resident()
    for times, call in calls:
        for _ in range(times):
            call()
    gc.collect()
    assert sum(times for times, _ in calls) == 1_000_000
    after = [sys.getrefcount(it) for it in (veil, TEXT, record, token, context, None)]
    assert [abs(now - then) < 20 for now, then in zip(after, before)] == [True] * 6
    assert len(gc.get_objects()) - objects < 100
    assert resident() - memory < 4 << 20
