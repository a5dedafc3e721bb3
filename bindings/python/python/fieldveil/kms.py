"""A keyring wrapped by a key of AWS KMS, through a ``boto3`` client that the application made.

The ring file is interchangeable with the one that the other languages' adapters and the command line write: the
provider is called ``aws-kms:`` and the key's id, and the encryption context is ``{"fv-ring": ring id}``.
"""

from __future__ import annotations

from typing import Any, Mapping


class Kms:
    """A provider of a keyring: one call of KMS opens a ring, none happens afterwards.

    Args:
        client: ``boto3.client("kms")``, or anything with its ``encrypt`` and ``decrypt``.
        key_id: the id, ARN or alias of a symmetric key. It becomes part of the provider's name, so keep it.

    Example:
        keyring = Keyring.open("ring.json", Kms(boto3.client("kms"), "alias/fieldveil"))
    """

    def __init__(self, client: Any, key_id: str) -> None:
        self._client = client
        self._key_id = key_id

    @property
    def name(self) -> str:
        """The name that the ring file keeps: ``aws-kms:`` and the key's id."""
        return f"aws-kms:{self._key_id}"

    def wrap(self, key: bytes, context: Mapping[str, str]) -> bytes:
        """The ring key, encrypted by KMS under the ring's context."""
        answer = self._client.encrypt(KeyId=self._key_id, Plaintext=key, EncryptionContext=dict(context))
        return bytes(answer["CiphertextBlob"])

    def unwrap(self, wrapped: bytes, context: Mapping[str, str]) -> bytes:
        """The ring key again."""
        answer = self._client.decrypt(
            KeyId=self._key_id, CiphertextBlob=wrapped, EncryptionContext=dict(context)
        )
        return bytes(answer["Plaintext"])
