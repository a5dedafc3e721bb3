"""The shapes of what goes in and what comes out, for annotations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, Protocol, TypedDict, Union

if TYPE_CHECKING:
    from ._native import Hpke, Key, Passphrase
    from .errors import FieldveilError

Context = Mapping[str, Union[str, int]]
"""Pairs that a ciphertext is bound to."""
Contexts = Union[Context, Iterable[Context], None]
"""One context for all documents of a batch, or one each."""
Subject = Union["tuple[str, str]", None]
"""One person: the name, and the stored form of the key."""
Subjects = Mapping[str, str]
"""The stored forms of people's keys by their names."""
Audit = Union[Mapping[str, str], None]
"""``actor`` and ``reason``: for the observer alone."""
Binding = Union[Sequence[Union[str, int]], None]
"""The place of a value: names and indexes; ``None`` binds it to none."""
Errors = Literal["raise", "return"]
Existing = Literal["error", "keep", "seal"]
Purpose = Literal["data", "deterministic", "index", "pseudonym", "subject"]
State = Literal["pending", "primary", "retired", "disabled", "destroyed"]


class Provider(Protocol):
    """What wraps and unwraps a ring: an object of the application's."""

    @property
    def name(self) -> str:
        """The name that the ring file keeps."""

    def wrap(self, key: bytes, context: dict[str, str], /) -> bytes:
        """The ring key, encrypted and bound to the context."""

    def unwrap(self, wrapped: bytes, context: dict[str, str], /) -> bytes:
        """The ring key again."""


AnyProvider = Union["Passphrase", "Key", "Hpke", Provider]


class Version(TypedDict):
    """One version of a key set."""

    id: int
    state: State
    created: str
    promoted: str | None
    patterns: list[str]


class KeySet(TypedDict):
    """The versions of one named key, oldest first."""

    name: str
    purpose: Purpose
    suite: str
    versions: list[Version]


class Status(TypedDict):
    """How a ring stands in this process."""

    id: str
    epoch: int
    loaded_at: str
    primaries: dict[str, int]
    last_error: FieldveilError | None


class TokenInfo(TypedDict):
    """What a token says of itself; none of it is authenticated."""

    suite: str
    kind: str
    cipher: str
    id: int
    bytes: int
    payload: int
    fields: int | None


class Rule(TypedDict):
    """How often one rule took a place."""

    id: str
    hits: int


class Report(TypedDict):
    """What a call, a batch or a run of lines did, in numbers and rule ids: never a value."""

    policy: str
    view: str | None
    records: int
    bad_lines: int
    rules: list[Rule]
    unmatched: list[str]
    classes: dict[str, int]
    redacted: dict[str, int]
    plaintext: int


class KeyUse(TypedDict):
    """How often one key version sealed or opened."""

    set: str
    id: int
    count: int


class Event(TypedDict):
    """One thing that was done, as the observer hears of it: it holds no byte of a payload, a context or a key."""

    action: Literal["masked", "encrypted", "decrypted", "reencrypted", "revealed", "reloaded"]
    count: int
    keys: list[KeyUse]
    view: str | None
    outcome: str | None
    actor: str | None
    reason: str | None
    ring: str | None
    epoch: int | None


class Observer(Protocol):
    """An object that hears of everything that a veil does, on the thread that does it."""

    def observe(self, event: Event, /) -> object:
        """One thing was done, or failed: then ``outcome`` is the error's code."""


class Options(TypedDict, total=False):
    """What every verb may be told beside the document."""

    context: Context | None
    subject: Subject
    audit: Audit


class MaskOptions(Options, total=False):
    """What ``mask`` may be told."""

    view: str


class EncryptOptions(Options, total=False):
    """What ``encrypt`` may be told."""

    existing: Existing


class DecryptOptions(Options, total=False):
    """What ``decrypt`` may be told."""

    partial: bool
