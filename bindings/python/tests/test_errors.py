"""Every code of the core has its class, in its order; errors survive pickling."""

import copy
import pickle

import pytest

import fieldveil
from fieldveil import _native, errors


def test_every_code_has_its_class() -> None:
    assert list(errors.BY_CODE) == _native.error_codes()


@pytest.mark.parametrize("code", list(errors.BY_CODE))
def test_the_class_knows_its_code(code: str) -> None:
    kind = errors.BY_CODE[code]
    assert issubclass(kind, fieldveil.FieldveilError)
    assert kind("text").code == code
    assert kind.__doc__
    assert getattr(fieldveil, kind.__name__) is kind


def test_an_error_survives_pickling_and_copying() -> None:
    error = errors.InvalidJsonError("a text", message="m", path="$.a", index=3, line=4, position=(9, 2, 5))
    for other in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(other) is errors.InvalidJsonError
        assert (str(other), other.message, other.path) == ("a text", "m", "$.a")
        assert (other.index, other.line, other.position) == (3, 4, errors.Position(9, 2, 5))
