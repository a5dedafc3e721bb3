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


def test_documents_in_a_message_go_by_the_rules(log: Any) -> None:
    logger, out, masking = log
    body = json.dumps({"password": "hunter2"})
    logger.info("\ufeff" + body)
    logger.info("refused: " + body)
    logger.info("refused: %s, %s", body, "maria@example.org")
    logger.info(f"refused: {body[:-4]}")
    logger.info('{"password": "%s"}', "hunter2")
    logger.info("%.24s", body)
    assert out.getvalue().splitlines() == [
        'INFO \ufeff{"password": "[REDACTED]"} -',
        'INFO refused: {"password": "[REDACTED]"} -',
        'INFO refused: {"password": "[REDACTED]"}, [email] -',
        "INFO refused: [REDACTED] -",
        'INFO {"password": "[REDACTED]"} -',
        'INFO {"password": "[REDACTED] -',
    ]
    assert masking.failures == 0


def test_what_is_masked_is_not_masked_again() -> None:
    policy = "version: 1\nrules: [{names: [age], show: {bucket: 10}}, {names: [mail], show: email}]"
    masking = MaskingFormatter(Veil(Policy.parse(policy)))
    body = json.dumps({"age": 36, "mail": "maria@example.org"})

    def line(message: str, *args: object) -> str:
        return masking.format(logging.LogRecord("n", logging.INFO, "p", 1, message, args, None))

    assert line("%s", body) == '{"age": "30-39", "mail": "m***@example.org"}'
    assert line("got %s", body).startswith('got {"age": "30-39", ')


def test_an_unknown_view_shows_nothing() -> None:
    masking = MaskingFormatter(VEIL, view="nobody")
    for message in ("maria@example.org", '{"password": "hunter2"}'):
        record = logging.LogRecord("n", logging.INFO, "p", 1, message, None, None)
        assert masking.format(record) == PLACEHOLDER
    assert masking.failures == 2


class Opaque:
    """JSON has no form for it; its text is what nobody should see."""

    def __str__(self) -> str:
        return "hunter2"


def test_an_extra_without_a_form_in_json_goes_by_its_name(log: Any) -> None:
    logger, out, _ = log
    for value in (b"hunter2", Opaque(), {"hunter2"}, float("nan")):
        logger.info("m", extra={"user": "u", "password": value})
    assert "hunter2" not in out.getvalue()
    form = logging.Formatter("%(message)s %(password)s")
    handler = logger.handlers[0]
    inner = handler.formatter
    if isinstance(inner, MaskingFormatter):
        handler.setFormatter(MaskingFormatter(VEIL, form))
    else:
        handler.setFormatter(form)
    out.truncate(0)
    out.seek(0)
    for value in (b"hunter2", Opaque(), {"hunter2"}, float("nan"), {"a": Opaque()}, [Opaque()]):
        logger.info("m", extra={"password": value})
    lines = out.getvalue().splitlines()
    assert lines == ["m [REDACTED]"] * 4 + [f"m {PLACEHOLDER}"] * 2


def test_a_message_that_is_an_object_goes_by_the_rules(log: Any) -> None:
    logger, out, _ = log
    body = {"password": "hunter2", "n": 1}
    logger.info(body)
    logger.info([body])
    logger.info({"password": Opaque()})
    assert out.getvalue().splitlines() == [
        "INFO {'password': '[REDACTED]', 'n': 1} -",
        "INFO [{'password': '[REDACTED]', 'n': 1}] -",
        f"INFO {PLACEHOLDER} -",
    ]
    assert body == {"password": "hunter2", "n": 1}


def test_named_arguments_without_a_form_in_json(log: Any) -> None:
    logger, out, _ = log
    logger.info("got %(password)s", {"password": Opaque()})
    assert out.getvalue() == f"INFO got {PLACEHOLDER} -\n"


def test_lone_surrogates_do_not_cost_the_line(log: Any) -> None:
    logger, out, masking = log
    logger.info("read \udcff by %s", "maria@example.org \udc80")
    assert out.getvalue() == "INFO read \\udcff by [email] \\udc80 -\n"
    assert masking.failures == 0


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
