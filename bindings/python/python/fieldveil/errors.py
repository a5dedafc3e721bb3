"""One error for every verb: a code that is the same in every language, and a class for each code.

No message ever holds a byte of a payload, a plaintext, a key or a passphrase.
"""

from __future__ import annotations

from typing import Any, Dict, NamedTuple, Optional, Tuple, Type


class Position(NamedTuple):
    """Where in a text something stands: bytes from 0, line and column from 1."""

    offset: int
    line: int
    column: int


class FieldveilError(Exception):
    """What every call of this package raises.

    Attributes:
        code: the stable name, the same string in every language.
        message: what went wrong and how to mend it.
        path: the path of the rule that was being applied, as the policy writes it.
        index: the index of the record in its batch.
        line: the number of the line, when the input was JSON lines.
        position: where in the document or policy the fault stands.
    """

    code: str = "internal"

    def __init__(
        self,
        text: str,
        *,
        message: Optional[str] = None,
        path: Optional[str] = None,
        index: Optional[int] = None,
        line: Optional[int] = None,
        position: Optional[Tuple[int, int, int]] = None,
    ) -> None:
        super().__init__(text)
        self.message = text if message is None else message
        self.path = path
        self.index = index
        self.line = line
        self.position = None if position is None else Position(*position)

    def __reduce__(self) -> Tuple[Any, ...]:
        return _restore, (self.code, str(self), self.message, self.path, self.index, self.line, self.position)


class InvalidPolicyError(FieldveilError, ValueError):
    """The policy is not a valid policy document."""

    code = "invalid_policy"


class InvalidPathError(FieldveilError, ValueError):
    """A JSONPath in the policy is not valid, or not one that may stand there."""

    code = "invalid_path"


class UnknownViewError(FieldveilError, ValueError):
    """The policy has no view of that name."""

    code = "unknown_view"


class InvalidContextError(FieldveilError, ValueError):
    """A context pair is empty, reserved, doubled, missing or contradicts the record."""

    code = "invalid_context"


class InvalidJsonError(FieldveilError, ValueError):
    """The document is not one valid JSON text in UTF-8."""

    code = "invalid_json"


class InvalidTokenError(FieldveilError, ValueError):
    """A string at a token's place has a token's mark but not its form."""

    code = "invalid_token"


class MissingFieldError(FieldveilError, ValueError):
    """A required rule, or a context path, selected nothing in the record."""

    code = "missing_field"


class LimitExceededError(FieldveilError, ValueError):
    """A limit of size, depth or number was exceeded."""

    code = "limit_exceeded"


class AlreadyEncryptedError(FieldveilError, ValueError):
    """The record holds a header or a token where plaintext is expected."""

    code = "already_encrypted"


class UnsupportedVersionError(FieldveilError, ValueError):
    """The token was written by a format or suite that this version does not know."""

    code = "unsupported_version"


class UnsupportedValueError(FieldveilError, ValueError):
    """A value that an operator or Python cannot carry."""

    code = "unsupported_value"


class UnknownKeySetError(FieldveilError):
    """No ring that was given has a key set of that name."""

    code = "unknown_key_set"


class UnknownKeyError(FieldveilError):
    """No ring that was given has the key id that the token names."""

    code = "unknown_key"


class KeyNotUsableError(FieldveilError):
    """The key exists, but its state, purpose, set or suite forbids this use."""

    code = "key_not_usable"


class WrongPassphraseError(FieldveilError):
    """The passphrase or key-encryption key does not open this ring."""

    code = "wrong_passphrase"


class InvalidKeyringError(FieldveilError):
    """The keyring file is malformed, altered or inconsistent."""

    code = "invalid_keyring"


class KeyringChangedError(FieldveilError):
    """The keyring file was changed by somebody else since it was read."""

    code = "keyring_changed"


class KeyringRolledBackError(FieldveilError):
    """The keyring file is older than the one that was seen already."""

    code = "keyring_rolled_back"


class MissingSubjectError(FieldveilError):
    """The policy encrypts under a subject's key and the call names no subject."""

    code = "missing_subject"


class ProviderFailedError(FieldveilError):
    """The application's provider could not wrap or unwrap."""

    code = "provider_failed"


class ProviderKeyLostError(FieldveilError):
    """The platform has lost or invalidated the provider's key."""

    code = "provider_key_lost"


class WrongKeyError(FieldveilError):
    """The token was sealed under another key than the one of its id."""

    code = "wrong_key"


class TamperedError(FieldveilError):
    """The token, its place, its record or its context was altered."""

    code = "tampered"


class NotEncryptedError(FieldveilError):
    """A place that must hold a token holds plaintext."""

    code = "not_encrypted"


class IoError(FieldveilError):
    """The operating system refused to read or write."""

    code = "io"


class InternalError(FieldveilError):
    """A fault of this library. Please report it."""

    code = "internal"


BY_CODE: Dict[str, Type[FieldveilError]] = {kind.code: kind for kind in FieldveilError.__subclasses__()}
"""The class of each code, in the order of the reference."""


def _restore(
    code: str,
    text: str,
    message: Optional[str],
    path: Optional[str],
    index: Optional[int],
    line: Optional[int],
    position: Optional[Tuple[int, int, int]],
) -> FieldveilError:
    kind = BY_CODE.get(code, InternalError)
    return kind(text, message=message, path=path, index=index, line=line, position=position)
