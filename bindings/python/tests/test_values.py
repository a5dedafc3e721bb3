"""Values, streams and tokens under a keyring alone."""

import decimal
import io
from typing import Any

import pytest

import fieldveil
from fieldveil import Keyring, errors

PLACE = ["users", "email"]


@pytest.mark.parametrize(
    "value",
    ["maria@example.org", "", b"\x00\xff", {"a": [1, 2.5, None]}, 2**70, True, None, [], decimal.Decimal("1e400")],
)
def test_a_value_comes_back_as_it_was(keyring: Keyring, value: Any) -> None:
    token = keyring.encrypt_value("pii", value, {"tenant": "acme"}, binding=PLACE)
    back = keyring.decrypt_value(token, {"tenant": "acme"}, binding=PLACE)
    assert back == value and type(back) is type(value)


def test_context_and_binding_are_checked(keyring: Keyring) -> None:
    token = keyring.encrypt_value("pii", "x", {"tenant": "acme"}, binding=PLACE)
    for context, binding in (({"tenant": "other"}, PLACE), (None, PLACE), ({"tenant": "acme"}, ["users", "name"])):
        with pytest.raises(errors.TamperedError):
            keyring.decrypt_value(token, context, binding=binding)
    with pytest.raises(TypeError):
        keyring.encrypt_value("pii", "x")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="no path"):
        keyring.encrypt_value("pii", "x", binding="users.email")


def test_a_text_that_no_other_language_could_write_is_refused(keyring: Keyring) -> None:
    with pytest.raises(errors.UnsupportedValueError, match="lone surrogate"):
        keyring.encrypt_value("pii", "s3cret \ud800", binding=None)
    with pytest.raises(errors.UnsupportedValueError, match="lone surrogate"):
        keyring.encrypt_value("pii", "x", binding=["\ud800"])
    for call in (keyring.decrypt_value, keyring.reencrypt_value):
        with pytest.raises(errors.UnsupportedValueError, match="lone surrogate"):
            call("\ud800", binding=None)
    with pytest.raises(errors.UnsupportedValueError, match="lone surrogate"):
        fieldveil.Veil(fieldveil.Policy.parse("version: 1")).mask_text("\ud800")


@pytest.mark.parametrize("seconds", [-1.0, float("nan"), float("inf")])
def test_an_interval_that_is_none_is_refused_in_words(keyring: Keyring, seconds: float) -> None:
    with pytest.raises(ValueError, match="`seconds` is a number"):
        keyring.reload_every(seconds)


def test_integers_in_a_context_are_text(keyring: Keyring) -> None:
    token = keyring.encrypt_value("pii", "x", {"row": 7}, binding=None)
    assert keyring.decrypt_value(token, {"row": "7"}, binding=None) == "x"
    for context in ({"": "x"}, {"fv-x": "y"}):
        with pytest.raises(errors.InvalidContextError):
            keyring.encrypt_value("pii", "x", context, binding=None)
    with pytest.raises(TypeError):
        keyring.encrypt_value("pii", "x", {"a": 1.5}, binding=None)  # type: ignore[dict-item]


def test_a_deterministic_set(keyring: Keyring) -> None:
    one, two = (keyring.encrypt_value("same", "x", binding=PLACE) for _ in range(2))
    assert one == two and keyring.decrypt_value(one, binding=PLACE) == "x"


def test_the_wrong_set(keyring: Keyring) -> None:
    with pytest.raises(errors.UnknownKeySetError):
        keyring.encrypt_value("nobody", "x", binding=None)
    with pytest.raises(errors.KeyNotUsableError):
        keyring.encrypt_value("card_index", "x", binding=None)


def test_inspect_needs_no_key(keyring: Keyring) -> None:
    token = keyring.encrypt_value("pii", "x", binding=None)
    info = fieldveil.inspect(token)
    primary = keyring.status()["primaries"]["pii"]
    assert (info["suite"], info["kind"], info["id"]) == ("01", "value", primary)
    with pytest.raises(errors.InvalidTokenError):
        fieldveil.inspect("fv1.!!!")
    with pytest.raises(errors.UnsupportedVersionError):
        fieldveil.inspect("fv2.AQEAAAAB")


@pytest.mark.parametrize("size", [0, 1, 16384, 100_000, 3_000_000])
def test_a_stream(keyring: Keyring, size: int) -> None:
    plain = bytes(i % 251 for i in range(1000)) * (size // 1000 + 1)
    plain = plain[:size]
    sealed, opened = io.BytesIO(), io.BytesIO()
    assert keyring.encrypt_stream("pii", io.BytesIO(plain), sealed, {"file": "a"}) == size
    sealed.seek(0)
    assert keyring.decrypt_stream(sealed, opened, {"file": "a"}) == size
    assert opened.getvalue() == plain
    sealed.seek(0)
    with pytest.raises(errors.WrongKeyError):
        keyring.decrypt_stream(sealed, io.BytesIO(), {"file": "b"})


def test_a_stream_that_is_cut(keyring: Keyring) -> None:
    sealed = io.BytesIO()
    keyring.encrypt_stream("pii", io.BytesIO(bytes(40_000)), sealed)
    with pytest.raises(errors.TamperedError):
        keyring.decrypt_stream(io.BytesIO(sealed.getvalue()[:-20]), io.BytesIO())


def test_a_file_that_fails(keyring: Keyring) -> None:
    class Broken(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            raise OSError("no more")

    with pytest.raises(errors.IoError, match="cause") as failed:
        keyring.encrypt_stream("pii", Broken(), io.BytesIO())
    assert isinstance(failed.value.__cause__, OSError) and str(failed.value.__cause__) == "no more"

    class Interrupted(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        keyring.encrypt_stream("pii", Interrupted(), io.BytesIO())

    class Full(io.RawIOBase):
        def write(self, data: Any) -> None:
            """Says that it would have to wait."""

    with pytest.raises(errors.IoError) as failed:
        keyring.encrypt_stream("pii", io.BytesIO(b"x"), Full())
    assert isinstance(failed.value.__cause__, BlockingIOError)
