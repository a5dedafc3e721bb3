"""Sentences that look as if there were something."""

import base64
import uuid

from contact import ipv4
from draw import R, chars, digits, grouped, luhn, until
from money import ethereum, in_both_cases
from sentences import EACH, PLAIN, line


def wrong_card():
    number = until(lambda: R.choice(["4", "51", "37"]) + digits(14), lambda n: luhn(n[:-1]) != n[-1])
    return number


def imei():
    body = R.choice(["35", "86", "01"]) + digits(12)
    return body + luhn(body)


NEGATIVES = {
    "uuid": lambda: str(uuid.UUID(bytes=R.randbytes(16), version=4)),
    "epoch seconds": lambda: str(1_600_000_000 + R.randrange(10 ** 8)),
    "epoch milliseconds": lambda: str(1_600_000_000_000 + R.randrange(10 ** 11)),
    "epoch nanoseconds": lambda: str(1_600_000_000 * 10 ** 9 + R.randrange(10 ** 17)),
    "git hash": lambda: chars(40, "0123456789abcdef"),
    "short git hash": lambda: chars(7, "0123456789abcdef"),
    "sha-256": lambda: chars(64, "0123456789abcdef"),
    "float": lambda: repr(R.random() * 10 ** R.randrange(6)),
    "version": lambda: f"v{R.randrange(20)}.{R.randrange(20)}.{R.randrange(99)}",
    "version of four parts": lambda: f"version {R.randrange(20)}.{R.randrange(20)}.{R.randrange(99)}.{R.randrange(99)}",
    "user agent": lambda: f"Mozilla/5.0 Chrome/{R.randrange(90, 140)}.0.{R.randrange(4000, 7000)}.{R.randrange(200)} Safari/537.36",
    "order number": lambda: f"ORD-{digits(6)}-{digits(4)}",
    "plain order number": lambda: "1" + digits(R.choice([7, 8, 9, 10, 11])),
    "card with a wrong digit": wrong_card,
    "imei": imei,
    "base64 of an image": lambda: "iVBORw0KGgo" + base64.b64encode(R.randbytes(60)).decode(),
    "timestamp": lambda: f"2026-{R.randrange(1, 13):02}-{R.randrange(1, 29):02}T{R.randrange(24):02}:{R.randrange(60):02}:{R.randrange(60):02}.{digits(3)}Z",
    "date range": lambda: f"2026-{R.randrange(1, 13):02}-{R.randrange(1, 29):02} - 2026-{R.randrange(1, 13):02}-{R.randrange(1, 29):02}",
    "clock": lambda: f"{R.randrange(24):02}:{R.randrange(60):02}:{R.randrange(60):02}",
    "isbn": lambda: "978-" + grouped(digits(10), [1, 4, 4, 1], "-"),
    "price": lambda: f"{R.randrange(10 ** 6):,}.{digits(2)} EUR",
    "source": lambda: R.choice(["std::collections::HashMap::new()", "let x = a::b::<u8>();", "@dataclass(frozen=True)",
                                "import {Foo} from '@scope/pkg@1.2.3'", "x += 1234567890; y = x + 42",
                                "if (a<<2 && b<<3) {}", "icon@2x.png", "user@localhost", "s/[0-9]+/x/g",
                                "sk-learn and hf_hub and npm_config_cache", "Bearer authentication is used",
                                "Basic access and basic training", "password=None", "http://localhost:8080/a:b@c"]),
    "coordinates": lambda: f"{R.uniform(-90, 90):.6f}, {R.uniform(-180, 180):.6f}",
    "matrix": lambda: " ".join(str(R.randrange(10)) for _ in range(20)),
    "hex dump": lambda: " ".join(chars(2, "0123456789abcdef") for _ in range(16)),
    "trace id": lambda: f"00-{chars(32, '0123456789abcdef')}-{chars(16, '0123456789abcdef')}-01",
    "ulid": lambda: "01" + chars(24, "0123456789ABCDEFGHJKMNPQRSTVWXYZ"),
    "prose": lambda: R.choice(["the quick brown fox jumps over the lazy dog", "Der schnelle braune Fuchs springt",
                               "быстрая коричневая лиса", "素早い茶色の狐", "a - b - c, d/e/f (g): h; i"]),
}


def negatives():
    for name, make in NEGATIVES.items():
        for number in range(EACH):
            before, after = PLAIN[number % len(PLAIN)].split("{}")
            yield {"text": before + make() + after, "hits": []}


def addresses_in_both_cases():
    """With the checksum in their letters; and with one letter of the other case, which is none."""
    for number in range(EACH):
        address = in_both_cases(until(ethereum, lambda a: sum(c.isalpha() for c in a[2:]) > 6)[2:])
        before, after = PLAIN[number % len(PLAIN)].split("{}")
        yield line((before, after), ("ethereum", address))
        place = R.choice([at for at, c in enumerate(address) if at > 1 and c.isalpha()])
        wrong = address[:place] + address[place].swapcase() + address[place + 1:]
        yield {"text": before + wrong + after, "hits": []}


def dotted_negatives():
    """Object identifiers, and versions of four parts that a word before them names."""
    number = lambda: str(R.choice([R.randrange(10), R.randrange(256), R.randrange(256), R.randrange(20000)]))
    identifier = lambda: R.choice(["1.3.6.1.", "2.16.840.1.", "1.2.840.113549.", ""]) + ".".join(
        str(R.randrange(256)) for _ in range(4)) + "." + ".".join(number() for _ in range(R.randrange(1, 5)))
    version = lambda: R.choice(["version: {}", '"version": "{}"', "app_version={}", "release {}", "Firmware {}", "Build={}",
                                "v{}", "ver. {}", "lib/{}", "(version {})"]).format(ipv4())
    for make in (identifier, version):
        for place in range(EACH):
            before, after = PLAIN[place % len(PLAIN)].split("{}")
            yield {"text": before + make() + after, "hits": []}
