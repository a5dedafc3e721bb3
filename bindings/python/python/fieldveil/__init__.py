"""Data masking and field encryption: one policy, the same bytes in every language."""

from . import errors
from ._native import Hpke, Key, Keyring, KeyringEdit, Passphrase, Policy, inspect
from .errors import FieldveilError

__all__ = [
    "FieldveilError",
    "Hpke",
    "Key",
    "Keyring",
    "KeyringEdit",
    "Passphrase",
    "Policy",
    "errors",
    "inspect",
]
