"""Masked logs: message, arguments, extra, traceback; no error and no plaintext ever gets out."""

import io
import json
import logging
import logging.config
from typing import Any, Iterator

import pytest

from fieldveil import Policy, Veil
from fieldveil.logging import PLACEHOLDER, MaskingFilter, MaskingFormatter

VEIL = Veil(Policy.parse("version: 1\nrules: [{names: [password, email], show: redact}]"))


@pytest.fixture(params=["filter", "formatter"])
def log(request: pytest.FixtureRequest) -> Iterator[Any]:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    form = logging.Formatter("%(levelname)s %(message)s %(user)s", defaults={"user": "-"})
    masking: Any
    if request.param == "filter":
        masking = MaskingFilter(VEIL)
        handler.addFilter(masking)
        handler.setFormatter(form)
    else:
        masking = MaskingFormatter(VEIL, form)
        handler.setFormatter(masking)
    logger = logging.Logger("test")
    logger.addHandler(handler)
    yield logger, out, masking


def test_message_and_arguments(log: Any) -> None:
    logger, out, _ = log
    logger.info("paid by %s (%d times)", "maria@example.org", 3)
    logger.info("%(email)s of %(name)s", {"email": "x", "name": "N"})
    assert out.getvalue() == "INFO paid by [email] (3 times) -\nINFO [REDACTED] of N -\n"


def test_objects_stay_untouched(log: Any) -> None:
    logger, out, _ = log
    body = {"password": "hunter2", "n": 1}
    logger.info("body %s", body)
    assert "hunter2" not in out.getvalue() and body == {"password": "hunter2", "n": 1}


def test_json_messages_go_by_the_rules(log: Any) -> None:
    logger, out, _ = log
    logger.info(json.dumps({"password": "hunter2"}))
    assert "hunter2" not in out.getvalue() and '"password": "[REDACTED]"' in out.getvalue()


def test_tracebacks(log: Any) -> None:
    logger, out, _ = log
    try:
        raise ValueError("no account of maria@example.org")
    except ValueError:
        logger.exception("failed for maria@example.org", stack_info=True)
    assert "maria@" not in out.getvalue()
    assert "ValueError: no account of [email]" in out.getvalue()


def test_extra(log: Any) -> None:
    logger, out, _ = log
    logger.info("hi", extra={"user": {"email": "maria@example.org"}})
    assert "maria" not in out.getvalue() and "[REDACTED]" in out.getvalue()


class Hostile:
    def __str__(self) -> str:
        raise RuntimeError("maria@example.org")

    __repr__ = __str__


def test_it_never_raises_and_never_passes(log: Any) -> None:
    logger, out, masking = log
    logging.raiseExceptions, before = True, logging.raiseExceptions
    try:
        logger.info("one %s", Hostile())
        logger.info("too few %s %s", "maria@example.org")
        logger.info(Hostile())
    finally:
        logging.raiseExceptions = before
    assert "maria" not in out.getvalue()
    assert out.getvalue().count(PLACEHOLDER) == 3 and masking.failures >= 3


def test_dict_config() -> None:
    logging.config.dictConfig({
        "version": 1,
        "filters": {"veil": {"()": MaskingFilter, "veil": VEIL}},
        "handlers": {"out": {"class": "logging.StreamHandler", "filters": ["veil"], "stream": (out := io.StringIO())}},
        "loggers": {"fieldveil.test": {"handlers": ["out"], "level": "INFO", "propagate": False}},
    })
    logging.getLogger("fieldveil.test").warning("maria@example.org")
    assert out.getvalue() == "[email]\n"
