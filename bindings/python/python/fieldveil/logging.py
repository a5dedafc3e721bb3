"""Masked logs: a filter and a formatter for the standard library's ``logging``.

Neither raises into the application, and neither passes what it could not mask: a placeholder is written instead,
and counted in ``failures``.
"""

from __future__ import annotations

import copy
import logging
from typing import Any, Dict, Mapping, Optional

from ._native import Veil

PLACEHOLDER = "[REDACTED: could not be masked]"
"""What is written in the place of a line that could not be masked."""

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class _Masking:
    """What the filter and the formatter share: one veil, one view, a count of failures."""

    def __init__(self, veil: Veil, view: str = "default") -> None:
        self._veil = veil
        self._view = view
        self.failures = 0

    def _text(self, text: str, documents: bool = True) -> str:
        """A text as the detectors show it, and before that its ``documents`` as the policy does."""
        try:
            # Names of files may hold lone surrogates, which UTF-8 has no form for: they are shown as escapes.
            text = text.encode("utf-8", "backslashreplace").decode("utf-8")
            return self._veil.mask_message(text, view=self._view) if documents else self._veil.mask_text(text)
        except Exception:
            self.failures += 1
            return PLACEHOLDER

    def _object(self, value: Any) -> Any:
        """A value of ``args`` or ``extra``, in its own type where JSON has it, else as masked text."""
        if value is None or isinstance(value, (bool, float)):
            return value
        try:
            if isinstance(value, (dict, list, tuple)):
                return self._veil.mask(value, view=self._view)
            if isinstance(value, int):
                masked = self._text(str(value))
                return value if masked == str(value) else masked
            return self._text(value if isinstance(value, str) else str(value))
        except Exception:
            self.failures += 1
            return PLACEHOLDER

    def _named(self, name: str, value: Any) -> Any:
        """A member of ``extra`` under its name, so that rules on the name apply to it."""
        try:
            masked = self._veil.mask({name: value}, view=self._view)
            shown = masked.get(name)
        except Exception:
            # A container without a form in JSON is not shown at all; anything else is its text, under its name as well.
            if isinstance(value, (dict, list, tuple)):
                return self._object(value)
            try:
                shown = self._veil.mask({name: str(value)}, view=self._view).get(name)
            except Exception:
                self.failures += 1
                return PLACEHOLDER
        return self._text(shown) if isinstance(shown, str) else shown

    def _masked(self, record: logging.LogRecord, extras: bool) -> logging.LogRecord:
        """A masked copy of a record: message with its arguments, traceback, stack and ``extra``."""
        masked = copy.copy(record)
        try:
            masked.msg = self._message(record)
            masked.args = None
            if record.exc_info and not record.exc_text:
                masked.exc_text = logging.Formatter().formatException(record.exc_info)
            masked.exc_info = None
            masked.exc_text = masked.exc_text and self._text(masked.exc_text)
            masked.stack_info = masked.stack_info and self._text(masked.stack_info)
            if extras:
                for name in vars(record).keys() - _STANDARD:
                    setattr(masked, name, self._named(name, getattr(record, name)))
        except Exception:
            self.failures += 1
            masked.msg, masked.args = PLACEHOLDER, None
            masked.exc_info, masked.exc_text, masked.stack_info = None, None, None
            for name in vars(record).keys() - _STANDARD:
                setattr(masked, name, PLACEHOLDER)
        return masked

    def _message(self, record: logging.LogRecord) -> str:
        """The message with masked arguments, and the whole masked once more: a pattern may span both."""
        args: Any = record.args
        message: Any = record.msg
        if isinstance(message, (dict, list, tuple)):
            message = self._object(message)
        text = str(message)
        if not args:
            return self._text(text)
        if text.strip() == "%s" and isinstance(args, tuple) and isinstance(args[0], str):
            return self._text(text % args)
        if isinstance(args, Mapping):
            args = _Shown(self._object(dict(args)))
        else:
            args = tuple(self._object(arg) for arg in args)
        # The documents of arguments are masked by now; a second time might make a pseudonym of a pseudonym.
        return self._text(text % args, documents="{" in text or "[" in text)


class _Shown(Dict[str, Any]):
    """Masked named arguments; a name that the policy removed is shown as nothing."""

    def __init__(self, values: Any) -> None:
        super().__init__(values if isinstance(values, dict) else {})

    def __missing__(self, name: str) -> str:
        return PLACEHOLDER


class MaskingFilter(_Masking, logging.Filter):
    """Masks message, arguments, ``extra``, traceback and stack of every record that a handler gets.

    Put it on *handlers*: a logger's own filters do not see the records of its children. The caller's objects stay
    as they are; from Python 3.12 on, other handlers see the record unmasked as well, before that the masked text.

    Example:
        handler.addFilter(MaskingFilter(veil, view="logs"))
    """

    def __init__(self, veil: Veil, view: str = "default", name: str = "") -> None:
        _Masking.__init__(self, veil, view)
        logging.Filter.__init__(self, name)

    def filter(self, record: logging.LogRecord) -> Any:
        """The masked copy of a record; before Python 3.12 the record itself, masked in place."""
        if not super().filter(record):
            return False
        masked = self._masked(record, extras=True)
        if _COPIES:
            return masked
        vars(record).update(vars(masked))
        return True


class MaskingFormatter(_Masking, logging.Formatter):
    """Formats a masked copy of every record with the formatter that it wraps.

    Example:
        handler.setFormatter(MaskingFormatter(veil, logging.Formatter("%(levelname)s %(message)s")))
    """

    def __init__(
        self, veil: Veil, formatter: Optional[logging.Formatter] = None, view: str = "default"
    ) -> None:
        _Masking.__init__(self, veil, view)
        logging.Formatter.__init__(self)
        self._formatter = formatter or logging.Formatter()

    def format(self, record: logging.LogRecord) -> str:
        """The formatted, masked line. Never raises."""
        try:
            return self._formatter.format(self._masked(record, extras=True))
        except Exception:
            self.failures += 1
            return PLACEHOLDER


_COPIES = hasattr(logging, "getHandlerByName")  # Python 3.12: a filter may answer with another record
