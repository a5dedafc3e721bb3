"""Rings: made, opened by every provider, edited, rotated, reloaded."""

import pathlib
from typing import Any, Dict

import pytest

from fieldveil import Hpke, Key, Keyring, Passphrase, errors

KEK = bytes(range(32))


@pytest.fixture
def path(tmp_path: pathlib.Path) -> pathlib.Path:
    return tmp_path / "ring.json"


def states(keyring: Keyring, name: str) -> Dict[int, str]:
    rows = {row["name"]: row for row in keyring.sets()}
    return {version["id"]: version["state"] for version in rows[name]["versions"]}


def test_a_ring_is_made_edited_and_opened(path: pathlib.Path) -> None:
    made = Keyring.create(path, Key(KEK))
    with made.edit() as ring:
        first = ring.add_set("pii", "data")
    opened = Keyring.open(str(path), Key(KEK))
    assert states(opened, "pii") == {first: "primary"}
    assert opened.status()["primaries"] == {"pii": first}
    assert opened.status()["last_error"] is None
    assert Keyring.parse(path.read_bytes(), Key(KEK)).status()["id"] == opened.status()["id"]
    assert Keyring.parse(opened.document(), Key(KEK)).sets() == opened.sets()


def test_an_edit_that_raises_saves_nothing(path: pathlib.Path) -> None:
    made = Keyring.create(path, Key(KEK))
    before = path.read_bytes()
    with pytest.raises(RuntimeError):
        with made.edit() as ring:
            ring.add_set("pii", "data")
            raise RuntimeError
    assert path.read_bytes() == before and made.sets() == []


def test_an_edit_is_over_once_it_is_saved(path: pathlib.Path) -> None:
    edit = Keyring.create(path, Key(KEK)).edit()
    edit.add_set("pii", "data")
    edit.save()
    with pytest.raises(errors.KeyringChangedError):
        edit.rotate("pii")


def test_the_life_of_a_version(path: pathlib.Path) -> None:
    made = Keyring.create(path, Key(KEK), min_pending=1000)
    with made.edit() as ring:
        old = ring.add_set("pii", "data", "chacha20-poly1305")
        new = ring.rotate("pii")
        with pytest.raises(errors.KeyNotUsableError):
            ring.promote("pii")
        assert ring.promote("pii", now=True) == new
        ring.disable("pii", old)
        ring.enable("pii", old)
        ring.disable("pii", old)
        with pytest.raises(errors.KeyNotUsableError):
            ring.destroy("pii", old)
        ring.destroy("pii", old, force=True)
    assert states(made, "pii") == {old: "destroyed", new: "primary"}


def test_every_ready_provider(path: pathlib.Path, tmp_path: pathlib.Path) -> None:
    kek_file = tmp_path / "kek"
    kek_file.write_text(KEK.hex() + "\n")
    private = bytes([7]) * 32
    Keyring.create(path, Passphrase("correct horse"), Key.from_file(kek_file), Hpke.public("server", public_of(private)))
    for provider in (Passphrase("correct horse"), Key(KEK), Hpke.private(private)):
        assert Keyring.open(path, provider).sets() == []
    with pytest.raises(errors.WrongPassphraseError):
        Keyring.open(path, Passphrase("wrong"))


def public_of(private: bytes) -> bytes:
    """RFC 7748's base point times the key: what a server would publish."""
    p, a24 = 2**255 - 19, 121665
    k = bytearray(private)
    k[0] &= 248
    k[31] = (k[31] & 127) | 64
    scalar = int.from_bytes(k, "little")
    x2, z2, x3, z3, swap = 1, 0, 9, 1, 0
    for bit in reversed(range(255)):
        now = (scalar >> bit) & 1
        if swap ^ now:
            x2, x3, z2, z3 = x3, x2, z3, z2
        swap = now
        a, b, c, d = (x2 + z2) % p, (x2 - z2) % p, (x3 + z3) % p, (x3 - z3) % p
        da, cb = d * a % p, c * b % p
        x3, z3 = (da + cb) ** 2 % p, 9 * (da - cb) ** 2 % p
        aa, bb = a * a % p, b * b % p
        e = (aa - bb) % p
        x2, z2 = aa * bb % p, e * (aa + a24 * e) % p
    if swap:
        x2, z2 = x3, z3
    return (x2 * pow(z2, p - 2, p) % p).to_bytes(32, "little")


class Vault:
    """A provider of the application's: turns the bytes round and remembers what it was asked."""

    name = "vault:1"

    def __init__(self) -> None:
        self.calls: list[Any] = []

    def wrap(self, key: bytes, context: Dict[str, str]) -> bytes:
        self.calls.append(("wrap", context))
        return key[::-1]

    def unwrap(self, wrapped: bytes, context: Dict[str, str]) -> bytes:
        self.calls.append(("unwrap", context))
        return wrapped[::-1]


def test_a_provider_in_python(path: pathlib.Path) -> None:
    vault = Vault()
    made = Keyring.create(path, vault)
    ring = {"fv-ring": made.status()["id"]}
    assert Keyring.open(path, vault).status()["id"] == ring["fv-ring"]
    assert vault.calls == [("wrap", ring), ("unwrap", ring)]


def test_a_provider_that_raises(path: pathlib.Path) -> None:
    Keyring.create(path, Vault())

    class Broken(Vault):
        def unwrap(self, wrapped: bytes, context: Dict[str, str]) -> bytes:
            raise OSError("the vault is sealed")

    class Lost(Vault):
        def unwrap(self, wrapped: bytes, context: Dict[str, str]) -> bytes:
            raise errors.ProviderKeyLostError("the device forgot it")

    with pytest.raises(errors.ProviderFailedError, match="the vault is sealed"):
        Keyring.open(path, Broken())
    with pytest.raises(errors.ProviderKeyLostError, match="the device forgot it"):
        Keyring.open(path, Lost())


def test_a_provider_needs_its_three_members(path: pathlib.Path) -> None:
    with pytest.raises(TypeError, match="unwrap"):
        Keyring.create(path, type("Half", (), {"name": "x", "wrap": None})())


def test_reload_and_rollback(path: pathlib.Path) -> None:
    writer = Keyring.create(path, Key(KEK))
    old = path.read_bytes()
    reader = Keyring.open(path, Key(KEK))
    with writer.edit() as ring:
        ring.add_set("pii", "data")
    assert reader.reload() is True and reader.reload() is False
    assert [row["name"] for row in reader.sets()] == ["pii"]
    path.write_bytes(old)
    with pytest.raises(errors.KeyringRolledBackError):
        reader.reload()
    with pytest.raises(errors.KeyringRolledBackError):
        Keyring.open(path, Key(KEK), min_epoch=2)
    assert reader.status()["last_error"].code == "keyring_rolled_back"


def test_two_writers(path: pathlib.Path) -> None:
    one = Keyring.create(path, Key(KEK))
    two = Keyring.open(path, Key(KEK))
    with one.edit() as ring:
        ring.add_set("pii", "data")
    with pytest.raises(errors.KeyringChangedError):
        with two.edit() as ring:
            ring.add_set("other", "data")


def test_rewrap(path: pathlib.Path) -> None:
    made = Keyring.create(path, Key(KEK))
    with made.edit() as ring:
        ring.rewrap(Passphrase("new"), remove=[0], new_ring_key=True)
    assert [row.split(":")[0] for row in made.wraps()] == ["passphrase"]
    with pytest.raises(errors.WrongPassphraseError):
        Keyring.open(path, Key(KEK))
    Keyring.open(path, Passphrase("new"))


def test_from_env(path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Keyring.create(path, Key(KEK))
    monkeypatch.setenv("FIELDVEIL_KEYRING", str(path))
    monkeypatch.setenv("FIELDVEIL_KEK", KEK.hex())
    assert Keyring.from_env().sets() == []
    monkeypatch.setenv("FIELDVEIL_KEYRING", path.read_text())
    assert Keyring.from_env().sets() == []


def test_nothing_secret_is_shown(path: pathlib.Path) -> None:
    for shown in (Key(KEK), Passphrase("correct horse"), Hpke.private(KEK), Keyring.create(path, Key(KEK))):
        assert KEK.hex() not in repr(shown) and "horse" not in repr(shown)
