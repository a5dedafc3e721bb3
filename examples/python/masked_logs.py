"""Masked logs: rules by name and by detectors over messages, arguments, `extra` and tracebacks."""

import logging
import logging.config

from fieldveil import Policy, Veil

POLICY = Policy.parse("""
version: 1
extends: [owasp-logging]
rules:
  - { names: [email], show: email }
  - { names: [customer_id], show: { keep_ends: { last: 2 } } }
""")

logging.config.dictConfig(
    {
        "version": 1,
        "filters": {"mask": {"()": "fieldveil.logging.MaskingFilter", "veil": Veil(POLICY)}},
        "formatters": {"line": {"format": "%(levelname)s %(message)s"}},
        "handlers": {
            "out": {
                "class": "logging.StreamHandler",
                "stream": "ext://sys.stdout",
                "filters": ["mask"],
                "formatter": "line",
            }
        },
        "root": {"handlers": ["out"], "level": "INFO"},
    }
)


def main() -> None:
    """What a service logs, and what is written of it."""
    log = logging.getLogger("orders")
    customer = {"email": "maria@example.org", "customer_id": "C-10042", "password": "hunter2"}
    log.info("new order of %s", customer)
    log.info("mail bounced: maria@example.org")
    log.info('{"email": "maria@example.org", "total": 12.50}')
    try:
        raise ValueError("no such card: 4111 1111 1111 1111")
    except ValueError:
        log.exception("payment failed")
    assert customer["password"] == "hunter2"  # the caller's own object stays as it is


if __name__ == "__main__":
    main()
