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
from .errors import FieldveilError
from .types import Event, Observer, Report
from .veil import Veil

__all__ = [
    "Event",
    "FieldveilError",
    "Hpke",
    "Key",
    "Keyring",
    "KeyringEdit",
    "Observer",
    "Passphrase",
    "Policy",
    "Report",
    "Veil",
    "errors",
    "inspect",
    "types",
]
