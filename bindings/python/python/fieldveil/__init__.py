"""Data masking and field encryption: one policy, the same bytes in every language.

>>> import fieldveil
>>> policy = fieldveil.Policy.parse('''
... version: 1
... classes: { contact: { show: email } }
... rules: [ { path: "$.email", class: contact } ]
... ''')
>>> fieldveil.Veil(policy).mask({"email": "maria@example.org", "total": 12})
{'email': 'm***@example.org', 'total': 12}
"""

from . import errors, types
from ._native import Hpke, Key, Keyring, KeyringEdit, Passphrase, Policy, inspect
from ._native import version as __version__
from .errors import (
    AlreadyEncryptedError,
    FieldveilError,
    InternalError,
    InvalidContextError,
    InvalidJsonError,
    InvalidKeyringError,
    InvalidPathError,
    InvalidPolicyError,
    InvalidTokenError,
    IoError,
    KeyNotUsableError,
    KeyringChangedError,
    KeyringRolledBackError,
    LimitExceededError,
    MissingFieldError,
    MissingSubjectError,
    NotEncryptedError,
    ProviderFailedError,
    ProviderKeyLostError,
    TamperedError,
    UnknownKeyError,
    UnknownKeySetError,
    UnknownViewError,
    UnsupportedValueError,
    UnsupportedVersionError,
    WrongKeyError,
    WrongPassphraseError,
)
from .types import Event, Observer, Report
from .veil import Veil

__all__ = [
    "AlreadyEncryptedError",
    "Event",
    "FieldveilError",
    "Hpke",
    "InternalError",
    "InvalidContextError",
    "InvalidJsonError",
    "InvalidKeyringError",
    "InvalidPathError",
    "InvalidPolicyError",
    "InvalidTokenError",
    "IoError",
    "Key",
    "KeyNotUsableError",
    "Keyring",
    "KeyringChangedError",
    "KeyringEdit",
    "KeyringRolledBackError",
    "LimitExceededError",
    "MissingFieldError",
    "MissingSubjectError",
    "NotEncryptedError",
    "Observer",
    "Passphrase",
    "Policy",
    "ProviderFailedError",
    "ProviderKeyLostError",
    "Report",
    "TamperedError",
    "UnknownKeyError",
    "UnknownKeySetError",
    "UnknownViewError",
    "UnsupportedValueError",
    "UnsupportedVersionError",
    "Veil",
    "WrongKeyError",
    "WrongPassphraseError",
    "__version__",
    "errors",
    "inspect",
    "types",
]
