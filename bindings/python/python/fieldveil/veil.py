"""The verbs over many documents and over files; one document at a time is native."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, TypeVar, overload

from . import _native
from .errors import FieldveilError
from .types import Audit, Contexts, DecryptOptions, EncryptOptions, Errors, Existing, MaskOptions, Options, Report, Subject, Subjects

if TYPE_CHECKING:  # annotations are never evaluated, and Python 3.10 has no `Unpack`
    from typing_extensions import Unpack

D = TypeVar("D")


class Veil(_native.Veil):
    """Masks, encrypts and decrypts records by one policy. Immutable and thread-safe: make one and share it.

    Args:
        policy: which fields are sensitive.
        keyring: one keyring or several; without one the veil masks.
        observer: called with an :class:`Event` after each thing that is done, or an object whose method ``observe``
            is; an exception in it is shown on standard error and never breaks the call.
        custom: functions from text to text that the operator ``custom`` calls by their names.

    A document is ``bytes`` (the fast way), ``str``, or plain objects (``dict``, ``list``, scalars); the answer comes
    back in the kind that went in, and the caller's object is never changed.

    Example:
        >>> policy = Policy.parse("{version: 1, rules: [{path: $.email, show: email}]}")
        >>> Veil(policy).mask({"email": "maria@example.org"})
        {'email': 'm***@example.org'}
    """

    __slots__ = ()

    def mask_with_report(self, doc: D, **options: Unpack[MaskOptions]) -> tuple[D, Report]:
        """As :meth:`mask`, with what was done."""
        return self._with_report(doc, _native.Call("mask", **options))

    def encrypt_with_report(self, doc: D, **options: Unpack[EncryptOptions]) -> tuple[D, Report]:
        """As :meth:`encrypt`, with what was done."""
        return self._with_report(doc, _native.Call("encrypt", **options))

    def decrypt_with_report(self, doc: D, **options: Unpack[DecryptOptions]) -> tuple[D, Report]:
        """As :meth:`decrypt`, with what was done."""
        return self._with_report(doc, _native.Call("decrypt", **options))

    def reencrypt_with_report(self, doc: D, **options: Unpack[Options]) -> tuple[D, Report]:
        """As :meth:`reencrypt`, with what was found."""
        return self._with_report(doc, _native.Call("reencrypt", **options))

    @overload
    def mask_many(
        self, docs: Iterable[D], view: str = ..., context: Contexts = ..., subject: Subject = ..., audit: Audit = ...,
        errors: Literal["raise"] = ..., subjects: Subjects | None = ...,
    ) -> list[D]: ...
    @overload
    def mask_many(
        self, docs: Iterable[D], view: str = ..., context: Contexts = ..., subject: Subject = ..., audit: Audit = ...,
        *, errors: Literal["return"], subjects: Subjects | None = ...,
    ) -> list[D | FieldveilError]: ...
    def mask_many(
        self,
        docs: Iterable[D],
        view: str = "default",
        context: Contexts = None,
        subject: Subject = None,
        audit: Audit = None,
        errors: Errors = "raise",
        subjects: Subjects | None = None,
    ) -> list[Any]:
        """:meth:`mask` over many documents on all cores, in order.

        Args:
            docs: the documents.
            view: the view of the policy.
            context: one for all documents, or one each.
            subject: whose key opens tokens of a subject set.
            audit: who asks, and why.
            errors: ``raise`` raises the first error, with its ``index``; ``return`` puts each in its document's place.
            subjects: the keys of the people whom the records name by the policy's ``subject``.
        """
        return self._each("mask", docs, context, errors, subjects, view=view, subject=subject, audit=audit)

    @overload
    def encrypt_many(
        self, docs: Iterable[D], context: Contexts = ..., subject: Subject = ..., existing: Existing = ..., audit: Audit = ...,
        errors: Literal["raise"] = ..., subjects: Subjects | None = ...,
    ) -> list[D]: ...
    @overload
    def encrypt_many(
        self, docs: Iterable[D], context: Contexts = ..., subject: Subject = ..., existing: Existing = ..., audit: Audit = ...,
        *, errors: Literal["return"], subjects: Subjects | None = ...,
    ) -> list[D | FieldveilError]: ...
    def encrypt_many(
        self,
        docs: Iterable[D],
        context: Contexts = None,
        subject: Subject = None,
        existing: Existing = "error",
        audit: Audit = None,
        errors: Errors = "raise",
        subjects: Subjects | None = None,
    ) -> list[Any]:
        """:meth:`encrypt` over many documents on all cores, in order; see :meth:`mask_many`."""
        return self._each("encrypt", docs, context, errors, subjects, subject=subject, existing=existing, audit=audit)

    @overload
    def decrypt_many(
        self, docs: Iterable[D], context: Contexts = ..., subject: Subject = ..., partial: bool = ..., audit: Audit = ...,
        errors: Literal["raise"] = ..., subjects: Subjects | None = ...,
    ) -> list[D]: ...
    @overload
    def decrypt_many(
        self, docs: Iterable[D], context: Contexts = ..., subject: Subject = ..., partial: bool = ..., audit: Audit = ...,
        *, errors: Literal["return"], subjects: Subjects | None = ...,
    ) -> list[D | FieldveilError]: ...
    def decrypt_many(
        self,
        docs: Iterable[D],
        context: Contexts = None,
        subject: Subject = None,
        partial: bool = False,
        audit: Audit = None,
        errors: Errors = "raise",
        subjects: Subjects | None = None,
    ) -> list[Any]:
        """:meth:`decrypt` over many documents on all cores, in order; see :meth:`mask_many`."""
        return self._each("decrypt", docs, context, errors, subjects, subject=subject, partial=partial, audit=audit)

    @overload
    def reencrypt_many(
        self, docs: Iterable[D], context: Contexts = ..., subject: Subject = ..., audit: Audit = ...,
        errors: Literal["raise"] = ..., subjects: Subjects | None = ...,
    ) -> list[D]: ...
    @overload
    def reencrypt_many(
        self, docs: Iterable[D], context: Contexts = ..., subject: Subject = ..., audit: Audit = ...,
        *, errors: Literal["return"], subjects: Subjects | None = ...,
    ) -> list[D | FieldveilError]: ...
    def reencrypt_many(
        self,
        docs: Iterable[D],
        context: Contexts = None,
        subject: Subject = None,
        audit: Audit = None,
        errors: Errors = "raise",
        subjects: Subjects | None = None,
    ) -> list[Any]:
        """:meth:`reencrypt` over many documents on all cores, in order; see :meth:`mask_many`."""
        return self._each("reencrypt", docs, context, errors, subjects, subject=subject, audit=audit)

    def mask_lines(
        self, reader: BinaryIO, writer: BinaryIO, subjects: Subjects | None = None, **options: Unpack[MaskOptions]
    ) -> Report:
        """Masks JSON lines from one binary file to another; a bad line becomes ``{"fieldveil_error": …}``.

        Args:
            reader: a file opened in binary mode, or anything whose ``read`` gives bytes.
            writer: a file opened in binary mode, or anything whose ``write`` takes bytes.
            subjects: the keys of the people whom the records name by the policy's ``subject``.
            **options: what :meth:`mask` takes beside the document.
        """
        return self._lines(reader, writer, _native.Call("mask", **options), subjects)

    def encrypt_lines(
        self, reader: BinaryIO, writer: BinaryIO, subjects: Subjects | None = None, **options: Unpack[EncryptOptions]
    ) -> Report:
        """Encrypts JSON lines; stops at the first bad line, with its ``line``."""
        return self._lines(reader, writer, _native.Call("encrypt", **options), subjects)

    def decrypt_lines(
        self, reader: BinaryIO, writer: BinaryIO, subjects: Subjects | None = None, **options: Unpack[DecryptOptions]
    ) -> Report:
        """Decrypts JSON lines; stops at the first bad line, with its ``line``."""
        return self._lines(reader, writer, _native.Call("decrypt", **options), subjects)

    def reencrypt_lines(
        self, reader: BinaryIO, writer: BinaryIO, subjects: Subjects | None = None, **options: Unpack[Options]
    ) -> Report:
        """Re-encrypts JSON lines; stops at the first bad line, with its ``line``."""
        return self._lines(reader, writer, _native.Call("reencrypt", **options), subjects)

    def _each(
        self, verb: str, docs: Iterable[D], context: Any, errors: Errors, subjects: Any, **options: Any
    ) -> list[Any]:
        # Each of these is one document, and what iterating gives of it would pass for documents: bytes are integers.
        if isinstance(docs, (str, bytes, bytearray, memoryview, Mapping)):
            raise TypeError(f"`{verb}_many` takes documents one after the other; for a single one call `{verb}`")
        documents = list(docs)
        one = context is None or isinstance(context, Mapping)
        contexts = [] if one else list(context)
        if not one and len(contexts) != len(documents):
            raise ValueError(f"{len(documents)} documents and {len(contexts)} contexts; give one context, or one each")
        if errors not in ("raise", "return"):
            raise ValueError("`errors` is `raise` or `return`")
        call = _native.Call(verb, context=context if one else None, **options)
        return self._many(documents, call, contexts, subjects, errors == "raise")
