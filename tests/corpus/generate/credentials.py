"""What opens doors."""

import base64
import json
import string
import zlib

from draw import R, WORD, chars, digits


def with_crc(prefix):
    body = chars(30)
    value, check = zlib.crc32(body.encode()), ""
    for _ in range(6):
        value, rest = divmod(value, 62)
        check = (string.digits + string.ascii_uppercase + string.ascii_lowercase)[rest] + check
    return prefix + body + check


def b64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def jwt():
    header = json.dumps({"alg": R.choice(["HS256", "RS256", "ES256"]), "typ": "JWT"}, separators=(",", ":"))
    payload = json.dumps({"sub": digits(10), "iat": 1700000000 + R.randrange(10 ** 7)}, separators=(",", ":"))
    return ".".join([b64url(header.encode()), b64url(payload.encode()), b64url(R.randbytes(32))])


def private_key():
    label = R.choice(["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY", "ENCRYPTED PRIVATE KEY"])
    body = "\n".join(base64.b64encode(R.randbytes(48)).decode() for _ in range(4))
    return f"-----BEGIN {label}-----\n{body}\n-----END {label}-----"


URLSAFE = WORD + "_-"

SECRETS = {
    "jwt": jwt,
    "private_key": private_key,
    "aws_key": lambda: R.choice(["AKIA", "ASIA"]) + chars(16, string.ascii_uppercase + "234567"),
    "github_token": lambda: R.choice([with_crc(R.choice(["ghp_", "gho_", "ghs_"])), "github_pat_" + chars(22) + "_" + chars(59)]),
    "gitlab_token": lambda: "glpat-" + chars(19, URLSAFE) + chars(1),
    "slack_token": lambda: f"{R.choice(['xoxb', 'xoxp'])}-{digits(12)}-{digits(12)}-{chars(24)}",
    "stripe_key": lambda: R.choice(["sk_live_", "sk_test_", "rk_live_"]) + chars(24),
    "google_key": lambda: "AIza" + chars(34, URLSAFE) + chars(1),
    "openai_key": lambda: R.choice(["sk-proj-" + chars(63, URLSAFE) + chars(1), "sk-" + chars(20) + "T3BlbkFJ" + chars(20)]),
    "anthropic_key": lambda: "sk-ant-api03-" + chars(93, URLSAFE) + "AA",
    "npm_token": lambda: with_crc("npm_"),
    "pypi_token": lambda: "pypi-AgEIcHlwaS5vcmc" + chars(119, URLSAFE) + chars(1),
    "sendgrid_key": lambda: f"SG.{chars(22, URLSAFE)}.{chars(42, URLSAFE)}{chars(1)}",
    "twilio_key": lambda: R.choice(["SK", "AC"]) + chars(32, "0123456789abcdef"),
    "huggingface_token": lambda: "hf_" + chars(34, string.ascii_letters),
    "azure_key": lambda: chars(3) + R.choice(string.digits) + "Q~" + chars(33, WORD + "_-") + chars(1),
}
